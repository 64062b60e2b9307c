#include "sim/cli/precise_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/core/issues.hpp"

namespace homeward {

namespace {

std::vector<std::size_t> outcomes_of(const PrecisionRule& rule) {
  std::vector<std::size_t> outcomes;
  for (const auto& goal : rule.goals) outcomes.push_back(goal.outcome);
  return outcomes;
}

}  // namespace

PreciseStudy::PreciseStudy(StudyState& state, const PrecisionRule& rule)
    : state_(state),
      rule_(rule),
      runs_(outcomes_of(rule), state.plan().scenarios.size()),
      watched_{state.growth().named, state.plan().baseline} {
  if (rule_.of == PrecisionOf::difference && !watched_.scenarios[watched_.baseline]) {
    throw UsageError(fmt::format(
        "--of difference needs as many runs of the baseline {} as of the others; name its file too",
        state.plan().scenarios[watched_.baseline].scenario->name));
  }
  const auto others = std::count(watched_.scenarios.begin(), watched_.scenarios.end(), true) -
                      (rule_.of == PrecisionOf::difference ? 1 : 0);
  if (others < 1)
    throw UsageError(
        "--precision has no scenario to judge; name one, of differences one beside the baseline");
  state_.use_first(first_look);
}

std::vector<std::size_t> PreciseStudy::missing() const {
  auto runs = state_.missing();
  std::erase_if(runs, [&](std::size_t run) {
    const auto id = run_id(state_.plan(), run);
    return id.replication >= replications() || runs_.has(id);
  });
  return runs;
}

void PreciseStudy::load_what_is_there() {
  for (std::uint32_t replication = 0; replication < replications(); ++replication) {
    for (std::size_t scenario = 0; scenario < watched_.scenarios.size(); ++scenario) {
      const RunId id{scenario, replication};
      if (!watched_.scenarios[scenario] || runs_.has(id)) continue;
      if (const auto run = state_.load(id)) runs_.put(id, *run);
    }
  }
}

void PreciseStudy::look() {
  load_what_is_there();
  const auto before = std::exchange(last_, look_at(rule_, runs_, watched_, replications()));
  verdict_ = judge(rule_, *last_, before ? &*before : nullptr);
  if (verdict_ == Verdict::go_on) state_.use_first(next_look(replications(), rule_.most));
}

void PreciseStudy::look_at_what_is_there() {
  while (verdict_ == Verdict::go_on && missing().empty()) look();
}

}  // namespace homeward
