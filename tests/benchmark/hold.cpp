#include "tests/benchmark/hold.hpp"

#include "sim/engine/event_key.hpp"
#include "sim/engine/indexed_heap.hpp"
#include "tests/benchmark/four_ary_heap.hpp"
#include "tests/benchmark/ladder_queue.hpp"
#include "tests/benchmark/plain_generator.hpp"

namespace homeward::benchmark {

namespace {

/// The engine's queue with the words of the yardsticks.
class EngineAgenda {
 public:
  void push(std::uint32_t id, double time) { queue_.set(id, EventKey::at(time, 0, id)); }
  double top_time() const { return queue_.top_key().time; }
  void replace_top(double time) { push(queue_.top(), time); }

 private:
  IndexedHeap<EventKey> queue_;
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
  return run(hold, seed, EngineAgenda());
}

}  // namespace homeward::benchmark
