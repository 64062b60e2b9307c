#include "sim/experiment/staff_search.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>

#include "sim/experiment/staff_confirmation.hpp"

namespace homeward {

namespace {

/// Numbers that a scan looks at first, at most; then those in the gap before the first that meets the
/// targets.
constexpr std::uint32_t most_scanned = 32;

/// Simulates along the positions until it stands on a candidate, or knows that there is none in reach.
class Search {
 public:
  Search(const StaffQuestion& question, const StaffOracle& oracle, StaffRuns& path)
      : question_(question),
        oracle_(oracle),
        path_(path),
        waiting_(outcome_index("families_waiting")),
        effects_(question.targets.size(), PositionsEffect::none_seen) {}

  StaffAnswer run() {
    look_at(question_.least);
    while (true) {
      see_effects();
      if (std::count(effects_.begin(), effects_.end(), PositionsEffect::both) > 0) return scan();
      if (const auto torn = torn_between((1 - question_.confidence) / 10))
        return answer(StaffEnd::targets_conflict, *torn);
      const auto upper = first_open();
      if (upper == path_.end()) {
        if (const auto end = end_of_path()) return answer(*end, path_.rbegin()->first);
        look_at(next_up());
        continue;
      }
      const auto lower = upper == path_.begin() ? upper->first : std::prev(upper)->first;
      if (upper->first - lower > 1) {
        look_at(lower + (upper->first - lower) / 2);
        continue;
      }
      if (meets_all(question_.targets, upper->second)) return answer(StaffEnd::candidate, upper->first);
      return answer(StaffEnd::targets_conflict, torn_between(0.5).value_or(upper->first));
    }
  }

 private:
  void look_at(std::uint32_t positions) {
    if (!path_.contains(positions)) path_.emplace(positions, oracle_(positions, 0, question_.replications));
  }

  void see_effects() {
    for (std::size_t i = 0; i < effects_.size(); ++i)
      effects_[i] =
          effect_of_positions(question_.targets[i], path_, question_.confidence, question_.targets.size());
  }

  std::vector<StaffTarget> targets_that(bool are_hurt) const {
    std::vector<StaffTarget> chosen;
    for (std::size_t i = 0; i < effects_.size(); ++i)
      if ((effects_[i] == PositionsEffect::hurt) == are_hurt) chosen.push_back(question_.targets[i]);
    return chosen;
  }

  /// The first number looked at where the estimates meet all targets that positions do not hurt.
  StaffRuns::iterator first_open() {
    const auto open = targets_that(false);
    return std::find_if(path_.begin(), path_.end(),
                        [&](const auto& looked) { return meets_all(open, looked.second); });
  }

  /// The number with most clearly too few positions for one target and too many for another, each with at
  /// most this chance to meet: then fewer fail the one and more the other.
  std::optional<std::uint32_t> torn_between(double chance) const {
    const auto open = targets_that(false);
    const auto hurt = targets_that(true);
    std::optional<std::uint32_t> torn;
    for (const auto& [positions, columns] : path_) {
      const double larger = std::max(chance_all_met(open, columns), chance_all_met(hurt, columns));
      if (!(larger <= chance)) continue;
      chance = larger;
      torn = positions;
    }
    return torn;
  }

  std::uint32_t next_up() const {
    const auto last = path_.rbegin()->first;
    const auto next = path_.size() == 1 ? std::max(question_.start, last + 1) : 2 * std::max(last, 1U);
    return std::min(next, question_.most);
  }

  std::optional<StaffEnd> end_of_path() const {
    const auto last = path_.rbegin();
    if (last->first >= question_.most) return StaffEnd::most_positions;
    const auto before = std::next(last);
    if (before == path_.rend() || before->first == 0) return std::nullopt;
    if (nothing_changes(before->second, last->second)) return StaffEnd::nothing_changes;
    return std::nullopt;
  }

  /// Whether as many families wait with more positions, in every replication, and no target comes closer.
  bool nothing_changes(const OutcomeColumns& fewer, const OutcomeColumns& more) const {
    const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    if (!std::equal(fewer[waiting_].begin(), fewer[waiting_].end(), more[waiting_].begin(), same))
      return false;
    const double level = (1 - question_.confidence) / static_cast<double>(question_.targets.size());
    return std::none_of(question_.targets.begin(), question_.targets.end(), [&](const StaffTarget& target) {
      return confidence_closer(target, more, fewer) >= 1 - level;
    });
  }

  /// Every number in reach, or evenly spread ones if that is too many, and all just below the first that
  /// meets the targets.
  StaffAnswer scan() {
    scanned_ = true;
    const auto top = path_.rbegin()->first;
    const auto step = std::max(1U, (top - question_.least + most_scanned - 1) / most_scanned);
    for (auto n = question_.least; n < top; n += step) look_at(n);
    auto meeting = first_meeting();
    if (meeting != path_.end() && meeting != path_.begin()) {
      for (auto n = std::prev(meeting)->first + 1; n < meeting->first; ++n) look_at(n);
      meeting = first_meeting();
    }
    see_effects();
    if (meeting != path_.end()) return answer(StaffEnd::candidate, meeting->first);
    return answer(StaffEnd::most_positions, closest());
  }

  StaffRuns::iterator first_meeting() {
    return std::find_if(path_.begin(), path_.end(),
                        [&](const auto& looked) { return meets_all(question_.targets, looked.second); });
  }

  /// The number whose estimates come closest to meeting all targets, by their confidence.
  std::uint32_t closest() const {
    const auto chance = [&](const auto& looked) {
      const double all = chance_all_met(question_.targets, looked.second);
      return std::isnan(all) ? 0 : all;
    };
    return std::max_element(path_.begin(), path_.end(),
                            [&](const auto& a, const auto& b) { return chance(a) < chance(b); })
        ->first;
  }

  StaffAnswer answer(StaffEnd end, std::uint32_t positions) const {
    StaffAnswer answer;
    answer.end = end;
    answer.positions = positions;
    answer.effects = effects_;
    answer.scanned = scanned_;
    return answer;
  }

  const StaffQuestion& question_;
  const StaffOracle& oracle_;
  StaffRuns& path_;
  std::size_t waiting_;
  std::vector<PositionsEffect> effects_;
  bool scanned_{};
};

}  // namespace

StaffAnswer find_staff(const StaffQuestion& question, const StaffOracle& oracle, StaffRecord& record) {
  assert(!question.targets.empty() && question.replications >= 2 && question.least <= question.most);
  auto answer = Search(question, oracle, record.search).run();
  confirm(question, oracle, record.fresh, answer);
  return answer;
}

}  // namespace homeward
