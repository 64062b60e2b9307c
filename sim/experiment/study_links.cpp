#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/experiment/study_factors.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {

namespace {

/// The factor with a key, or nothing with the fault told.
std::optional<std::size_t> linked_factor(const Value& key, const std::vector<Factor>& factors,
                                         Faults& faults) {
  if (key.text() == nullptr) {
    faults.wrong(key, "linked", "a list of lists of keys");
    return std::nullopt;
  }
  std::vector<std::string> keys;
  for (const auto& factor : factors) keys.push_back(factor.key);
  const auto found = std::find(keys.begin(), keys.end(), *key.text());
  if (found != keys.end()) return static_cast<std::size_t>(found - keys.begin());
  const auto near = nearest(*key.text(), keys);
  faults.add(key.origin, "linked",
             fmt::format("linked names {}, which is no factor{}{}", shortened(*key.text()),
                         near.empty() ? "" : "; the nearest is ", near));
  return std::nullopt;
}

/// The levels of linked factors are taken together, the first with the first.
void check_lengths(const Value& at, const std::vector<std::size_t>& group, const std::vector<Factor>& factors,
                   Faults& faults) {
  const auto& first = factors[group.front()];
  for (const auto i : group)
    if (!factors[i].levels.empty() && !first.levels.empty() &&
        factors[i].levels.size() != first.levels.size())
      faults.add(at.origin, "linked",
                 fmt::format("linked factors need equally many values: {} has {}, {} has {}", first.key,
                             first.levels.size(), factors[i].key, factors[i].levels.size()));
}

void check_list(const std::vector<Factor>& factors, Faults& faults) {
  for (const auto& factor : factors) {
    const auto& first = factors.front();
    if (factor.levels.empty() || factor.levels.size() == first.levels.size()) continue;
    faults.add(factor.origin, factor.key,
               fmt::format("in a list factors need equally many values: {} has {}, {} has {}", first.key,
                           first.levels.size(), factor.key, factor.levels.size()));
  }
}

}  // namespace

std::vector<std::vector<std::size_t>> read_groups(const Value* linked, Design design,
                                                  const std::vector<Factor>& factors, Faults& faults) {
  constexpr auto alone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> leader(factors.size(), alone);  // first factor of the group that a factor is in
  if (design == Design::list) check_list(factors, faults);
  if (linked != nullptr && design == Design::list)
    faults.add(linked->origin, "linked", "in a list all factors move together; leave out linked");
  else if (linked != nullptr && linked->list() == nullptr)
    faults.wrong(*linked, "linked", "a list of lists of keys");
  else if (linked != nullptr)
    for (const auto& keys : *linked->list()) {
      if (keys.list() == nullptr || keys.list()->size() < 2) {
        faults.wrong(keys, "linked", "a list of lists of two or more keys");
        continue;
      }
      std::vector<std::size_t> group;
      for (const auto& key : *keys.list())
        if (const auto factor = linked_factor(key, factors, faults)) {
          const bool twice = leader[*factor] != alone || std::count(group.begin(), group.end(), *factor) > 0;
          if (twice)
            faults.add(key.origin, "linked", fmt::format("linked names {} twice", factors[*factor].key));
          else
            group.push_back(*factor);
        }
      if (group.empty()) continue;
      check_lengths(keys, group, factors, faults);
      std::sort(group.begin(), group.end());
      for (const auto factor : group) leader[factor] = group.front();
    }
  std::vector<std::vector<std::size_t>> groups;
  std::vector<std::size_t> place(factors.size(), alone);
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const auto first = leader[i] == alone ? i : leader[i];
    if (place[first] == alone) {
      place[first] = groups.size();
      groups.emplace_back();
    }
    groups[place[first]].push_back(i);
  }
  return groups;
}

}  // namespace homeward
