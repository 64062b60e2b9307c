#include "tests/benchmark/competing_clocks.hpp"

#include <Random123/philox.h>
#include <Random123/u01fixedpt.h>

#include <cmath>
#include <vector>

#include "tests/benchmark/four_ary_heap.hpp"
#include "tests/benchmark/ladder_queue.hpp"

namespace homeward::benchmark {

namespace {

/// state_clocks in the form that a draw needs.
struct ReadyClock {
  double one_over_shape;
  double scale_days;
  int leads_to;
};
constexpr auto ready_clocks = [] {
  std::array<std::array<ReadyClock, 2>, 5> ready{};
  for (std::size_t state = 0; state < ready.size(); ++state) {
    for (std::size_t clock = 0; clock < 2; ++clock) {
      const auto& written = state_clocks[state][clock];
      ready[state][clock] = {1 / written.shape, written.scale_days, written.leads_to};
    }
  }
  return ready;
}();

struct Step {
  double days;
  int leads_to;
};

class Lives {
 public:
  explicit Lives(std::uint64_t seed)
      : key_{{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}} {}

  /// How long this stay in `state` lasts, and what comes after it.
  Step step(std::uint32_t family, std::uint32_t visit, int state) const {
    const auto block = r123::Philox4x32{}({{visit, 0, family, 0}}, key_);
    const auto& clocks = ready_clocks[static_cast<std::size_t>(state)];
    const double first = days(clocks[0], block[0], block[1]);
    const double second = days(clocks[1], block[2], block[3]);
    return first < second ? Step{first, clocks[0].leads_to} : Step{second, clocks[1].leads_to};
  }

 private:
  static double days(const ReadyClock& clock, std::uint32_t low, std::uint32_t high) {
    const double u = u01fixedpt_open_open_64_double(static_cast<std::uint64_t>(high) << 32 | low);
    return clock.scale_days * std::exp(std::log(-std::log(u)) * clock.one_over_shape);
  }

  r123::Philox4x32::key_type key_;
};

void close(ClockCounts& counts, std::uint64_t events, double days) {
  ++counts.families;
  counts.events += events;
  counts.squared_events += events * events;
  counts.days += days;
  counts.squared_days += days * days;
}

struct Family {
  std::uint32_t events;
  int next_state;
};

template <typename Agenda>
ClockCounts run_time_ordered(std::vector<Family>& records, Agenda& agenda, std::uint64_t seed) {
  const Lives lives(seed);
  ClockCounts counts;
  for (std::uint32_t id = 0; id < records.size(); ++id) {
    const Step step = lives.step(id, 0, 0);
    records[id] = {0, step.leads_to};
    agenda.push(id, step.days);
  }
  while (!agenda.empty()) {
    const double day = agenda.top_time();
    const std::uint32_t id = agenda.top();
    Family& family = records[id];
    ++family.events;
    if (family.next_state == closed_state) {
      close(counts, family.events, day);
      agenda.pop();
      continue;
    }
    const Step step = lives.step(id, family.events, family.next_state);
    family.next_state = step.leads_to;
    agenda.replace_top(day + step.days);
  }
  return counts;
}

}  // namespace

ClockCounts run_family_major(std::uint32_t families, std::uint64_t seed) {
  const Lives lives(seed);
  ClockCounts counts;
  for (std::uint32_t family = 0; family < families; ++family) {
    int state = 0;
    std::uint32_t events = 0;
    double day = 0;
    while (state != closed_state) {
      const Step step = lives.step(family, events, state);
      day += step.days;
      state = step.leads_to;
      ++events;
    }
    close(counts, events, day);
  }
  return counts;
}

ClockCounts run_in_heap(std::uint32_t families, std::uint64_t seed) {
  FourAryHeap<NoPlaces> agenda(families);
  std::vector<Family> records(families);
  return run_time_ordered(records, agenda, seed);
}

ClockCounts run_in_ladder(std::uint32_t families, std::uint64_t seed) {
  std::vector<Family> records(families);
  const auto fetch = [&records](std::uint32_t id) { __builtin_prefetch(&records[id], 1); };
  LadderQueue agenda(fetch);
  return run_time_ordered(records, agenda, seed);
}

}  // namespace homeward::benchmark
