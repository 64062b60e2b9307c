#include <fmt/format.h>

#include "sim/cli/json.hpp"
#include "sim/cli/trace_date.hpp"
#include "sim/cli/trace_parting.hpp"
#include "sim/cli/trace_view.hpp"
#include "sim/core/catalogs.hpp"

namespace homeward {

namespace {

void add_family(JsonWriter& json, const FamilyPortrait& family) {
  json.begin_object().field("entry_day", family.entry).field("entry_date", date_text(family.entry));
  json.field("site", family.site);
  json.key("ages_years").begin_list();
  for (const double age : family.ages) json.value(age);
  json.end_list().key("traits").begin_object();
  for (const auto& [name, level] : family.traits) json.field(name, level);
  json.end_object().key("needs").begin_object();
  for (std::size_t k = 0; k < needs_count; ++k) json.field(need_names[k], family.needs[k]);
  json.end_object();
  json.field("readiness_frailty", family.readiness).field("reentry_frailty", family.reentry).end_object();
}

void add_day(JsonWriter& json, std::string_view name, const std::optional<SimTime>& day) {
  json.field(name, day.value_or(forever));  // JSON has no infinity: null
}

void add_life(JsonWriter& json, const Life& life) {
  json.key("events").begin_list();
  for (const auto& line : life.lines) {
    json.begin_object().field("day", line.day).field("date", date_text(line.day));
    json.field("kind", line.kind).field("text", line.text);
    if (line.contacts) {
      json.field("from_day", line.contacts->first).field("kept", std::uint64_t{line.contacts->kept});
      json.field("missed", std::uint64_t{line.contacts->missed}).field("trust", line.contacts->trust);
    }
    json.end_object();
  }
  json.end_list().key("bands").begin_list();
  for (const auto& band : life.bands) {
    json.begin_object().field("band", band_names[index(band.kind)]);
    json.field("from_day", band.from).field("to_day", band.to).end_object();
  }
  json.end_list();
  add_day(json, "first_home_day", life.first_home);
  add_day(json, "back_in_care_day", life.came_back);
  json.field("days_in_care", life.days_in_care).field("in_entry_cohort", life.in_cohort);
  json.field("end_day", life.end);
}

void add_comparison(JsonWriter& json, const TracedScenario& baseline, const TracedScenario& plan) {
  const auto gains = gains_of(plan.life->measured, baseline.life->measured, 0);
  json.begin_object().field("scenario", plan.name).field("baseline", baseline.name);
  const auto lines = pair_lines(*baseline.life, *plan.life);
  add_day(json, "lives_part_on_day", parting_day(lines));
  const auto& a = baseline.life->first_home;
  const auto& b = plan.life->first_home;
  json.field("home_sooner_days", a && b ? *a - *b : forever);
  json.field("home_only_under_plan", gains.home_only_under_plan);
  json.field("home_only_under_baseline", gains.home_only_under_baseline);
  json.field("spared_reentry", gains.spared_reentry);
  json.field("reentry_only_under_plan", gains.reentry_only_under_plan);
  json.field("days_in_care_saved", gains.days_saved).key("in_words").begin_list();
  for (const auto& sentence : closing_in_words(*baseline.life, *plan.life, baseline.name, plan.name))
    json.value(sentence);
  json.end_list().end_object();
}

}  // namespace

std::string trace_json(const Trace& trace) {
  JsonWriter json;
  json.begin_object().field("family", std::uint64_t{trace.number});
  json.field("replication", std::uint64_t{trace.replication}).field("seed", fmt::format("{}", trace.seed));
  if (!trace.found.empty()) json.field("found", trace.found);
  json.key("scenarios").begin_list();
  for (const auto& scenario : trace.scenarios) {
    json.begin_object().field("scenario", scenario.name).field("title", scenario.title);
    json.field("families", static_cast<std::uint64_t>(scenario.families));
    json.field("has_coaches", scenario.has_coaches).field("accepts_coach", scenario.accepts);
    if (scenario.family) add_family(json.key("portrait"), *scenario.family);
    if (scenario.life) add_life(json, *scenario.life);
    json.end_object();
  }
  json.end_list().key("comparisons").begin_list();
  const auto& base = trace.scenarios.front();
  for (std::size_t i = 1; i < trace.scenarios.size(); ++i) {
    const auto& plan = trace.scenarios[i];
    if (base.life && plan.life && same_family(*base.family, *plan.family)) add_comparison(json, base, plan);
  }
  json.end_list().end_object();
  return json.text();
}

}  // namespace homeward
