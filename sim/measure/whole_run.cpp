#include <array>

#include "sim/measure/sections.hpp"

namespace homeward {
namespace {

constexpr std::array rows{OutcomeInfo{
    .name = "events",
    .units = "1",
    .long_name = "Events simulated",
    .definition = "How often something happened in the whole run, warm-up included: a family's entry, a "
                  "clock fired, a hearing, a contact kept or missed, a referral answered, a coach assigned, "
                  "a renege, a drop-out, the end of service, an exit, a re-entry, a child aged out, a coach "
                  "hired, ready or leaving, a staffing date.",
    .population = Population::whole_run,
    .quantity = Quantity::count,
    .rests_on = RestsOn::nobody,
    .needs = {.equal_periods = true}}};

void measure(const MeasuredRun& measured, Sheet& sheet) {
  sheet.set("events", static_cast<double>(measured.run.events));
}

}  // namespace

Section whole_run_section() {
  return {rows, measure};
}

}  // namespace homeward
