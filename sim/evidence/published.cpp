#include "sim/evidence/published.hpp"

#include <algorithm>

#include "sim/evidence/figure_tables.hpp"

namespace homeward {

namespace {

std::vector<PublishedFigure> all_figures() {
  std::vector<PublishedFigure> all;
  for (const auto& table :
       {permanency_figures(), stock_figures(), reentry_figures(), group_figures(), placement_figures()}) {
    all.insert(all.end(), table.begin(), table.end());
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const PublishedFigure& a, const PublishedFigure& b) { return a.use < b.use; });
  return all;
}

}  // namespace

std::span<const PublishedFigure> published_figures() {
  static const std::vector<PublishedFigure> all = all_figures();
  return all;
}

const PublishedFigure* find_published(std::string_view name) {
  const auto all = published_figures();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const PublishedFigure& figure) { return figure.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<double> measure_published(const PublishedRun& published) {
  std::vector<double> values;
  for (const PublishedFigure& figure : published_figures()) {
    values.push_back(figure.measure != nullptr ? figure.measure(published)
                                               : outcome_of(published, figure.name));
  }
  return values;
}

double outcome_of(const PublishedRun& published, std::string_view name) {
  return published.result.outcomes[outcome_index(name)];
}

double share_within(std::vector<FollowUp> members, Causes counted, Days horizon) {
  sort_by_time(members);
  Incidence estimate;
  for (const FollowUp& member : members) estimate.enter(member.potential >= horizon);
  for (const FollowUp& member : members) {
    if (member.days > horizon) break;
    const bool counts = member.cause != censored && (counted & cause_set(member.cause)) != 0;
    estimate.leave(member.cause == censored, counts);
  }
  return estimate.share();
}

HasTrait::HasTrait(const PublishedRun& published, std::string_view trait) : published_(published) {
  const auto& traits = published.scenario.traits;
  const auto found =
      std::find_if(traits.begin(), traits.end(), [&](const Trait& one) { return one.name == trait; });
  trait_ = static_cast<std::size_t>(found - traits.begin());
}

bool HasTrait::operator()(std::size_t family) const {
  return known() && published_.run.trait_levels[family * published_.run.traits + trait_] == 1;
}

}  // namespace homeward
