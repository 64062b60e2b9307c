#include "tests/benchmark/hold.hpp"

#include "sim/engine/event_key.hpp"
#include "sim/engine/event_ladder.hpp"
#include "tests/benchmark/four_ary_heap.hpp"
#include "tests/benchmark/ladder_queue.hpp"
#include "tests/benchmark/plain_generator.hpp"

namespace homeward::benchmark {

namespace {

/// The engine's agenda of families with the words of the yardsticks, a unit of time for about two months.
class EngineAgenda {
 public:
  explicit EngineAgenda(double end) : agenda_(0, days * end) {}
  void push(std::uint32_t id, double time) { agenda_.set(id, EventKey::at(days * time, 0, id)); }
  double top_time() { return agenda_.top_key().time / days; }
  void replace_top(double time) { push(agenda_.top(), time); }

 private:
  static constexpr double days = 64;  // a power of two, which rounds nothing
  EventLadder agenda_;
};

template <typename Agenda>
HoldResult run(const Hold& hold, std::uint64_t seed, Agenda agenda) {
  PlainGenerator random(seed);
  for (std::uint32_t id = 0; id < hold.pending; ++id) agenda.push(id, random.exponential(1));
  HoldResult result;
  const Stopwatch stopwatch;
  for (std::uint64_t i = 0; i < hold.holds; ++i) {
    result.last_time = agenda.top_time();
    agenda.replace_top(result.last_time + random.exponential(1));
  }
  result.seconds = stopwatch.passed();
  return result;
}

}  // namespace

HoldResult hold_heap(const Hold& hold, std::uint64_t seed) {
  return run(hold, seed, FourAryHeap<NoPlaces>(hold.pending));
}
HoldResult hold_ladder(const Hold& hold, std::uint64_t seed) {
  return run(hold, seed, LadderQueue<>());
}
HoldResult hold_engine(const Hold& hold, std::uint64_t seed) {
  const double holds_each = static_cast<double>(hold.holds) / static_cast<double>(hold.pending);
  return run(hold, seed, EngineAgenda(50 + 2 * holds_each));
}

}  // namespace homeward::benchmark
