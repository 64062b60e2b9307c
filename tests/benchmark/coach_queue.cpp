#include "tests/benchmark/coach_queue.hpp"

#include <array>
#include <utility>
#include <vector>

#include "tests/benchmark/four_ary_heap.hpp"
#include "tests/benchmark/ladder_queue.hpp"
#include "tests/benchmark/plain_generator.hpp"

namespace homeward::benchmark {

namespace {

constexpr std::array<double, 2> class_bounds{0.2, 0.5};
constexpr double one_over_service_shape = 1 / 1.5;
constexpr double service_scale_days = 132.93;
constexpr double mean_patience_days = 60;
constexpr double return_probability = 0.25;
constexpr double mean_days_away = 365;

enum class State : std::uint8_t { waiting, served, away };
constexpr std::uint32_t nobody = ~0U;

struct Family {
  double deadline{};  ///< of a waiting family that has no timer
  std::uint32_t next{nobody};
  std::uint32_t previous{nobody};
  std::uint8_t priority{};
  State state{State::away};
};

/// One simulation. With timers every waiting family has an event, without them only those served or away.
template <typename Agenda, bool timers>
class Simulation {
 public:
  Simulation(const CoachQueue& queue, std::uint64_t seed, Agenda agenda)
      : queue_(queue),
        free_(queue.slots),
        random_(seed),
        families_(queue.families),
        agenda_(std::move(agenda)) {}

  CoachQueueCounts run() {
    double next_arrival = random_.exponential(1 / queue_.arrivals_per_day);
    while (counts_.arrivals < queue_.families || !agenda_.empty()) {
      if (counts_.arrivals < queue_.families && (agenda_.empty() || next_arrival < agenda_.top_time())) {
        now_ = next_arrival;
        next_arrival += random_.exponential(1 / queue_.arrivals_per_day);
        arrive();
      } else {
        now_ = agenda_.top_time();
        fire(agenda_.top());
      }
    }
    counts_.last_day = now_;
    return counts_;
  }

 private:
  struct Line {
    std::uint32_t first{nobody};
    std::uint32_t last{nobody};
  };

  void arrive() {
    const auto id = static_cast<std::uint32_t>(counts_.arrivals++);
    const double u = random_.uniform();
    families_[id].priority = static_cast<std::uint8_t>((u >= class_bounds[0]) + (u >= class_bounds[1]));
    if (free_ > 0) {
      --free_;
      families_[id].state = State::served;
      agenda_.push(id, service_end());
      return;
    }
    wait(id);
    if constexpr (timers) agenda_.push(id, families_[id].deadline);
  }

  void fire(std::uint32_t id) {
    switch (families_[id].state) {
      case State::served:
        complete(id);
        break;
      case State::away:
        come_back(id);
        break;
      case State::waiting:
        renege(id);
        break;
    }
  }

  void complete(std::uint32_t id) {
    ++counts_.completions;
    if (random_.uniform() < return_probability) {
      families_[id].state = State::away;
      agenda_.replace_top(now_ + random_.exponential(mean_days_away));
    } else {
      agenda_.pop();
    }
    serve_next();
  }

  void come_back(std::uint32_t id) {
    ++counts_.returns;
    if (free_ > 0) {
      --free_;
      families_[id].state = State::served;
      agenda_.replace_top(service_end());
      return;
    }
    wait(id);
    if constexpr (timers) {
      agenda_.replace_top(families_[id].deadline);
    } else {
      agenda_.pop();
    }
  }

  void renege(std::uint32_t id) {
    ++counts_.renegings;
    leave_line(id);
    agenda_.pop();
  }

  /// Gives the slot that is free to the first who still waits.
  void serve_next() {
    for (auto& line : lines_) {
      while (line.first != nobody) {
        const std::uint32_t id = line.first;
        leave_line(id);
        if constexpr (!timers) {
          if (families_[id].deadline <= now_) {
            ++counts_.renegings;
            continue;
          }
        }
        families_[id].state = State::served;
        if constexpr (timers) {
          agenda_.move(id, service_end());
        } else {
          agenda_.push(id, service_end());
        }
        return;
      }
    }
    ++free_;
  }

  void wait(std::uint32_t id) {
    Family& family = families_[id];
    family.state = State::waiting;
    family.deadline = now_ + random_.exponential(mean_patience_days);
    Line& line = lines_[family.priority];
    family.next = nobody;
    family.previous = line.last;
    (line.last == nobody ? line.first : families_[line.last].next) = id;
    line.last = id;
  }
  void leave_line(std::uint32_t id) {
    const Family& family = families_[id];
    Line& line = lines_[family.priority];
    (family.previous == nobody ? line.first : families_[family.previous].next) = family.next;
    (family.next == nobody ? line.last : families_[family.next].previous) = family.previous;
  }
  double service_end() { return now_ + random_.weibull(one_over_service_shape, service_scale_days); }

  const CoachQueue queue_;
  std::uint32_t free_;
  double now_{0};
  PlainGenerator random_;
  std::vector<Family> families_;
  std::array<Line, 3> lines_{};
  Agenda agenda_;
  CoachQueueCounts counts_;
};

}  // namespace

CoachQueueCounts run_coach_queue(const CoachQueue& queue, QueueMethod method, std::uint64_t seed) {
  using TimersInHeap = Simulation<FourAryHeap<Places>, true>;
  using Heap = Simulation<FourAryHeap<NoPlaces>, false>;
  using Ladder = Simulation<LadderQueue<>, false>;
  switch (method) {
    case QueueMethod::timed:
      return TimersInHeap(queue, seed, FourAryHeap<Places>(queue.families)).run();
    case QueueMethod::lazy:
      return Heap(queue, seed, FourAryHeap<NoPlaces>(queue.families)).run();
    case QueueMethod::lazy_ladder:
      break;
  }
  return Ladder(queue, seed, LadderQueue<>()).run();
}

}  // namespace homeward::benchmark
