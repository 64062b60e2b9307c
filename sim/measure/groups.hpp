#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// The groups that every outcome is measured for: everybody (group 0), then each level of each trait, then of
/// several sites each, in the order of trait_level_names(). A family has its level at its first removal. For
/// a trait set by age, a child counts under its own age at the family's first removal and a family under its
/// youngest child's.
class Groups {
 public:
  /// Refers to the run from then on.
  Groups(const Scenario& scenario, const RunRecord& run);

  std::size_t size() const { return size_; }

  /// Calls visit(group) for everybody and for the level of each trait that the family has.
  template <typename Visit>
  void of_family(std::size_t family, Visit visit) const {
    visit(std::size_t{0});
    for (std::size_t trait = 0; trait < traits_.size(); ++trait) {
      visit(traits_[trait].first_group + run_->trait_levels[family * traits_.size() + trait]);
    }
    of_site(family, visit);
  }

  /// The same for one child of the family, 0.. .
  template <typename Visit>
  void of_child(std::size_t family, std::size_t child, Visit visit) const {
    visit(std::size_t{0});
    for (std::size_t trait = 0; trait < traits_.size(); ++trait) {
      visit(traits_[trait].first_group + level_of_child(family, child, trait));
    }
    of_site(family, visit);
  }

 private:
  template <typename Visit>
  void of_site(std::size_t family, Visit& visit) const {
    if (first_site_group_ > 0) visit(first_site_group_ + run_->families[family].site);
  }

  struct TraitGroups {
    std::size_t first_group{};
    std::vector<std::uint8_t> level_of_child;  ///< [family][max_children]; only where age sets the trait
  };

  std::size_t level_of_child(std::size_t family, std::size_t child, std::size_t trait) const {
    const std::vector<std::uint8_t>& by_age = traits_[trait].level_of_child;
    return by_age.empty() ? run_->trait_levels[family * traits_.size() + trait]
                          : by_age[family * max_children + child];
  }

  const RunRecord* run_;
  std::vector<TraitGroups> traits_;
  std::size_t first_site_group_{};  ///< 0: sites are no groups
  std::size_t size_{1};
};

}  // namespace homeward
