#include "tests/benchmark/hold.hpp"

#include "sim/engine/event_key.hpp"
#include "sim/engine/indexed_heap.hpp"
#include "tests/benchmark/four_ary_heap.hpp"
#include "tests/benchmark/plain_generator.hpp"

namespace homeward::benchmark {

namespace {

class YardstickAgenda {
 public:
  explicit YardstickAgenda(std::uint32_t ids) : heap_(ids) {}
  void put(std::uint32_t id, double time) { heap_.push(id, time); }
  double earliest() const { return heap_.top_time(); }
  void postpone(double time) { heap_.replace_top(time); }

 private:
  FourAryHeap<NoPlaces> heap_;
};

class EngineAgenda {
 public:
  explicit EngineAgenda(std::uint32_t /*ids*/) {}
  void put(std::uint32_t id, double time) { queue_.set(id, EventKey::at(time, 0, id)); }
  double earliest() const { return queue_.top_key().time; }
  void postpone(double time) { put(queue_.top(), time); }

 private:
  IndexedHeap<EventKey> queue_;
};

template <typename Agenda>
HoldResult run(const Hold& hold, std::uint64_t seed) {
  PlainGenerator random(seed);
  Agenda agenda(hold.pending);
  for (std::uint32_t id = 0; id < hold.pending; ++id) agenda.put(id, random.exponential(1));
  HoldResult result;
  const Stopwatch stopwatch;
  for (std::uint64_t i = 0; i < hold.holds; ++i) {
    result.last_time = agenda.earliest();
    agenda.postpone(result.last_time + random.exponential(1));
  }
  result.seconds = stopwatch.passed();
  return result;
}

}  // namespace

HoldResult hold_yardstick(const Hold& hold, std::uint64_t seed) {
  return run<YardstickAgenda>(hold, seed);
}
HoldResult hold_engine(const Hold& hold, std::uint64_t seed) {
  return run<EngineAgenda>(hold, seed);
}

}  // namespace homeward::benchmark
