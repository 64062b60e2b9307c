#include "sim/experiment/staff_confirmation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace homeward {

namespace {

class Confirmation {
 public:
  Confirmation(const StaffQuestion& question, const StaffOracle& oracle, StaffRuns& fresh,
               StaffAnswer& answer)
      : question_(question), oracle_(oracle), fresh_(fresh), answer_(answer), level_(claim_level(question)) {
    for (std::size_t i = 0; i < question.targets.size(); ++i) {
      const bool hurt = !answer.scanned && answer.effects[i] == PositionsEffect::hurt;
      (hurt ? hurting_ : open_).push_back(question.targets[i]);
    }
  }

  StaffStatus run() {
    const auto looks = looks_of(question_);
    for (const auto replications : looks) {
      replications_ = replications;
      last_look_ = replications == looks.back();
      const auto status = look();
      if (status != StaffStatus::not_separated) return status;
    }
    return StaffStatus::not_separated;
  }

 private:
  using Targets = std::vector<StaffTarget>;

  StaffStatus look() {
    if (answer_.end == StaffEnd::candidate) {
      look_outwards();
      if (!answer_.scanned) close_in();
      return is_settled() ? StaffStatus::found : StaffStatus::not_separated;
    }
    const bool none = answer_.end == StaffEnd::targets_conflict ? conflict_shows() : fails_at_end();
    return none ? StaffStatus::unreachable : StaffStatus::not_separated;
  }

  /// From the candidate up to a number that meets, from the one below it down to one that fails; beyond these
  /// two only when there is no later look to separate them.
  void look_outwards() {
    const auto candidate = answer_.positions;
    const std::array steps{0U, 1U, std::max(3U, candidate / 16), furthest_step()};
    const std::size_t tries = last_look_ && !answer_.scanned ? steps.size() : 1;
    for (std::size_t i = 0; i < tries && !answer_.meets; ++i) {
      const auto up = candidate + steps[i];
      if (up > question_.most) break;
      if ((!answer_.fails || up > *answer_.fails) && shows_meeting(up)) answer_.meets = up;
    }
    for (std::size_t i = 0; i < tries && !answer_.fails; ++i) {
      if (candidate - question_.least <= steps[i]) break;
      const auto down = candidate - steps[i] - 1;
      if ((!answer_.meets || down < *answer_.meets) && shows_failing(down, open_)) answer_.fails = down;
    }
  }

  std::uint32_t furthest_step() const { return std::max(7U, answer_.positions / 4); }

  /// From both ends towards each other, in each row up to the first number that is not shown, and no further
  /// up than the tries outwards: where no number meets, the row of those that fail has no end.
  void close_in() {
    const auto highest =
        std::min<std::uint64_t>(question_.most, std::uint64_t{answer_.positions} + furthest_step());
    auto& fails = answer_.fails;
    auto& meets = answer_.meets;
    const auto gap = [&] { return !meets || !fails || *meets - *fails > 1; };
    while (meets && *meets > question_.least && gap() && shows_meeting(*meets - 1)) --*meets;
    while (fails && *fails < highest && gap() && shows_failing(*fails + 1, open_)) ++*fails;
    if (!meets && fails && *fails >= answer_.positions && *fails < highest && shows_meeting(*fails + 1))
      meets = *fails + 1;
    if (!fails && meets && *meets<answer_.positions&& * meets> question_.least &&
        shows_failing(*meets - 1, open_))
      fails = *meets - 1;
  }

  bool is_settled() const {
    const auto& meets = answer_.meets;
    if (!meets) return false;
    return *meets == question_.least || (answer_.fails && *answer_.fails + 1 == *meets);
  }

  /// No number meets all where one, or one and its neighbour, has too few positions for a target that they
  /// help and too many for one that they hurt.
  bool conflict_shows() {
    const auto at = answer_.positions;
    if (!shows_failing(at, hurting_)) return false;
    if (open_.empty() || at == question_.least) return at == question_.least;
    return shows_failing(at, open_) || shows_failing(at - 1, open_);
  }

  bool fails_at_end() {
    if (!shows_failing(answer_.positions, open_)) return false;
    answer_.fails = answer_.positions;
    return true;
  }

  bool shows_meeting(std::uint32_t positions) {
    return chance_all_met(question_.targets, columns(positions)) >= 1 - level_;
  }

  bool shows_failing(std::uint32_t positions, const Targets& targets) {
    const auto& seen = columns(positions);
    return std::any_of(targets.begin(), targets.end(), [&](const StaffTarget& target) {
      return chance_met(target, seen) <= level_ / static_cast<double>(targets.size());
    });
  }

  const OutcomeColumns& columns(std::uint32_t positions) {
    auto& seen = fresh_[positions];
    const auto there = static_cast<std::uint32_t>(replications_of(seen));
    if (there >= replications_) return seen;
    auto more = oracle_(positions, question_.replications + there, replications_ - there);
    if (seen.empty()) return seen = std::move(more);
    for (std::size_t outcome = 0; outcome < seen.size(); ++outcome)
      seen[outcome].insert(seen[outcome].end(), more[outcome].begin(), more[outcome].end());
    return seen;
  }

  const StaffQuestion& question_;
  const StaffOracle& oracle_;
  StaffRuns& fresh_;
  StaffAnswer& answer_;
  double level_;
  Targets open_;     ///< targets that positions help, or are not seen to hurt
  Targets hurting_;  ///< targets that positions hurt
  std::uint32_t replications_{};
  bool last_look_{};
};

}  // namespace

std::vector<std::uint32_t> looks_of(const StaffQuestion& question) {
  std::vector<std::uint32_t> looks;
  for (std::uint64_t size = question.replications; size < question.most_replications; size *= 2)
    looks.push_back(static_cast<std::uint32_t>(size));
  looks.push_back(question.most_replications);
  return looks;
}

double claim_level(const StaffQuestion& question) {
  constexpr double claims_of_a_look = 3;
  constexpr double claims_of_the_last = 6;
  const auto looks = static_cast<double>(looks_of(question).size());
  return (1 - question.confidence) / (claims_of_a_look * (looks - 1) + claims_of_the_last);
}

void confirm(const StaffQuestion& question, const StaffOracle& oracle, StaffRuns& fresh,
             StaffAnswer& answer) {
  answer.status = Confirmation(question, oracle, fresh, answer).run();
}

}  // namespace homeward
