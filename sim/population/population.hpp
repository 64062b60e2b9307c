#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sim/core/catalogs.hpp"
#include "sim/core/limits.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/random/draws.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// A first removal: when and where.
struct Entry {
  SimTime day{};
  SiteIndex site{};
};

using ClockFactors = std::array<double, family_clocks>;

/// A family as it enters: everything about it that no event changes.
struct Profile {
  FamilyNumber number{};
  SimTime entry{};
  std::uint8_t children{1};
  std::array<double, max_children> age{};           ///< years at entry
  std::array<SimTime, max_children> turns_adult{};  ///< forever if "never"
  double frailty_readiness{1};
  double frailty_reentry{1};
  double acceptance_score{
      0.5};  ///< in (0, 1); accepts where it is below referral.acceptance; drawn where that is in (0, 1)
  bool kin_available{};
  std::array<double, needs_count> needs_baseline{};
  std::uint32_t csv_row{};
};

/// The multipliers that traits put on the clocks of one removal episode.
struct TraitFactors {
  ClockFactors family =
      all_one<family_clocks>();  ///< age through the geometric mean over the episode's children
  std::array<double, max_children> other_exit =
      all_one<max_children>();  ///< each child's own, by position in the episode

 private:
  template <std::size_t n>
  static constexpr std::array<double, n> all_one() {
    std::array<double, n> ones{};
    ones.fill(1);
    return ones;
  }
};

/// Who enters, made ready from a scenario once and shared by all replications. Thread-safe: all const.
class Population {
 public:
  explicit Population(const Scenario& scenario);

  /// First removals from the start of the warm-up to the end of the run; family number = index + 1.
  std::vector<Entry> entries(const Draws& draws) const;

  /// The family with this number; writes its level of each trait to `levels` [trait].
  Profile profile(FamilyNumber number, const Entry& entry, const Draws& draws, std::uint8_t* levels) const;

  /// Multipliers for an episode of these children (`child` indices, `count` of them) removed on `removal`.
  TraitFactors factors(const Profile& profile, const std::uint8_t* levels, const std::uint8_t* child,
                       std::size_t count, SimTime removal, bool prior_removal) const;

  std::size_t traits() const { return traits_.size(); }
  /// Mean baseline of each need over the population, before noise; what rho and the scaling of E refer to.
  const std::array<double, needs_count>& mean_needs() const { return mean_needs_; }

 private:
  struct Level {
    ClockFactors log_ratio;
    std::array<double, needs_count> needs;
    bool multiplies;  ///< some clock
    bool shifts;      ///< some need
  };
  struct TraitTable {
    TraitSetBy set_by;
    std::uint32_t code;  ///< of the name: adding a trait leaves the others' luck alone
    std::vector<double> shares;
    std::vector<Level> levels;
    std::vector<double> from_years;                          ///< [level], of a trait set by age
    std::vector<std::pair<std::size_t, std::size_t>> given;  ///< (trait, level)
    std::vector<double> given_share;
  };

  using KnownLevels = std::vector<std::optional<std::uint8_t>>;  ///< [trait]

  std::vector<double> shares_by_age(const TraitTable& trait) const;
  std::optional<std::size_t> first_unknown(std::size_t trait, const KnownLevels& known) const;
  std::vector<double> level_shares(std::size_t trait, KnownLevels& known) const;
  void add_needs(KnownLevels known, const std::vector<double>& ages, double weight);
  void find_mean_needs();
  std::size_t dated_rows() const;

  std::size_t csv_row(FamilyNumber number, const Draws& draws) const;
  void draw_children(Profile& profile, const Draws& draws) const;
  void draw_traits(Profile& profile, const Draws& draws, std::uint8_t* levels) const;
  void draw_frailty(Profile& profile, const Draws& draws) const;
  void draw_needs(Profile& profile, const Draws& draws, const std::uint8_t* levels) const;
  std::size_t age_level(const TraitTable& trait, double age) const;
  double age_quantile(double u) const;

  Families families_;
  Frailty frailty_;
  NeedsBaseline needs_;
  SimTime start_{}, end_{};
  std::vector<double> site_shares_;
  std::vector<TraitTable> traits_;
  std::vector<double> age_cumulative_;  ///< at ages 0..18, up to age_out_years; last is 1
  std::array<std::uint8_t, 64>
      first_year_{};  ///< of age, by 64ths of the cumulative shares: where to look from
  std::size_t kin_trait_{~std::size_t{0}};
  std::array<std::array<double, 3>, 3>
      cholesky_{};                       ///< of the correlations of (readiness, re-entry, acceptance)
  std::array<bool, 3> frailty_acts_{};   ///< on (readiness, re-entry, acceptance); what is off is not drawn
  std::array<bool, 3> normal_needed_{};  ///< of the independent normals that those are made of
  std::array<double, needs_count> mean_needs_{};
  std::shared_ptr<const CsvPopulation> csv_;
  std::size_t first_row_{0};  ///< of a dated file: the first in the run
};

}  // namespace homeward
