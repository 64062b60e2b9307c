#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace homeward::benchmark {

/// An event list for times that never go back: a ladder queue (Tang, Goh & Thng, 2005) of two rungs. Events
/// wait in wide buckets; one at a time is spread over narrow ones, and of these one at a time is sorted. So
/// an event is touched a few times whatever the number that wait, and who comes soon is known before it
/// happens. `Soon` is called with the id of each event of a narrow bucket while the one before it is served:
/// a chance to fetch what it needs from memory.
struct NothingToFetch {
  void operator()(std::uint32_t /*id*/) const {}
};
template <typename Soon = NothingToFetch>
class LadderQueue {
 public:
  explicit LadderQueue(Soon soon = {}) : soon_(soon) {}

  bool empty() const { return size_ == 0; }
  double top_time() { return first().time; }
  std::uint32_t top() { return first().id; }

  void push(std::uint32_t id, double time) {
    if (++size_ > 2 * size_when_spread_ && served_.size() > crowd) gather();
    put({time, id});
  }
  void pop() {
    first();
    served_.pop_back();
    --size_;
  }
  void replace_top(double time) {
    const std::uint32_t id = top();
    pop();
    push(id, time);
  }

 private:
  struct Entry {
    double time;
    std::uint32_t id;
  };
  using Bucket = std::vector<Entry>;

  /// Buckets of one width. The index of a time never falls as time rises, whatever the rounding: order rests
  /// on that alone.
  struct Rung {
    std::vector<Bucket> buckets;
    std::size_t used{0};     ///< buckets in use
    std::size_t current{0};  ///< being served
    double start{0};
    double per_width{0};

    void begin(std::size_t count, double from, double to) {
      if (buckets.size() < count) buckets.resize(count);
      used = count;
      current = 0;
      start = from;
      per_width = to > from ? static_cast<double>(count) / (to - from) : 0;
    }
    /// Of the bucket for this time; `used` or more where it lies beyond them.
    std::size_t index(double time) const {
      if (!(per_width > 0)) return time > start ? used : 0;
      const double at = (time - start) * per_width;
      return at < static_cast<double>(used) ? static_cast<std::size_t>(std::max(at, 0.0)) : used;
    }
  };

  void put(const Entry& entry) {
    const std::size_t wide = wide_.index(entry.time);
    if (wide >= wide_.used) {
      far_.push_back(entry);
    } else if (wide > wide_.current) {
      wide_.buckets[wide].push_back(entry);
    } else {
      put_narrow(entry);
    }
  }
  void put_narrow(const Entry& entry) {
    const std::size_t narrow = std::min(narrow_.index(entry.time), narrow_.used - 1);
    if (narrow > narrow_.current) {
      narrow_.buckets[narrow].push_back(entry);
      if (narrow == narrow_.current + 1) soon_(entry.id);
      return;
    }
    auto at = served_.end();
    while (at != served_.begin() && (at - 1)->time < entry.time) --at;
    served_.insert(at, entry);
  }

  /// Buckets made for few events are too wide for many: all go back to where they can be spread anew.
  void gather() {
    const auto take = [this](Bucket& bucket) {
      far_.insert(far_.end(), bucket.begin(), bucket.end());
      bucket.clear();
    };
    take(served_);
    for (Rung* rung : {&narrow_, &wide_}) {
      for (std::size_t i = 0; i < rung->used; ++i) take(rung->buckets[i]);
      rung->used = 0;
      rung->current = 0;
    }
    size_when_spread_ = size_;
  }

  const Entry& first() {
    while (served_.empty()) open_next();
    return served_.back();
  }

  /// Brings the next bucket that may hold events into service.
  void open_next() {
    if (narrow_.current + 1 < narrow_.used) {
      serve(++narrow_.current);
    } else if (wide_.current + 1 < wide_.used) {
      spread(wide_.buckets[++wide_.current]);
    } else {
      spread_far();
    }
  }
  void serve(std::size_t narrow) {
    served_.swap(narrow_.buckets[narrow]);
    std::sort(served_.begin(), served_.end(), [](const Entry& a, const Entry& b) { return a.time > b.time; });
    if (narrow + 1 < narrow_.used) {
      for (const Entry& entry : narrow_.buckets[narrow + 1]) soon_(entry.id);
    }
  }
  void spread(Bucket& bucket) {
    const double width = wide_.per_width > 0 ? 1 / wide_.per_width : 0;
    const double start = wide_.start + static_cast<double>(wide_.current) * width;
    narrow_.begin(std::max<std::size_t>(1, bucket.size() / in_narrow), start, start + width);
    for (const Entry& entry : bucket) {
      narrow_.buckets[std::min(narrow_.index(entry.time), narrow_.used - 1)].push_back(entry);
    }
    bucket.clear();
    serve(0);
  }
  /// What lay beyond the wide buckets, anew: those up to twice as far as the mean find a bucket.
  void spread_far() {
    double least = far_.front().time;
    for (const Entry& entry : far_) least = std::min(least, entry.time);
    double beyond = 0;
    for (const Entry& entry : far_) beyond += entry.time - least;
    size_when_spread_ = far_.size();
    const double reach = 2 * beyond / static_cast<double>(far_.size());
    wide_.begin(std::clamp<std::size_t>(far_.size() / in_wide, 1, most_wide), least, least + reach);
    const auto stays = [&](const Entry& entry) {
      const std::size_t wide = wide_.index(entry.time);
      if (wide >= wide_.used) return true;
      wide_.buckets[wide].push_back(entry);
      return false;
    };
    far_.erase(std::partition(far_.begin(), far_.end(), stays), far_.end());
    spread(wide_.buckets[0]);
  }

  static constexpr std::size_t in_narrow = 4;     // events in a narrow bucket, about
  static constexpr std::size_t in_wide = 64;      // in a wide one, at least
  static constexpr std::size_t crowd = 64;        // events sorted one by one that are too many
  static constexpr std::size_t most_wide = 2048;  // more would not stay near

  Soon soon_;
  std::size_t size_{0};
  std::size_t size_when_spread_{0};
  Bucket far_;
  Rung wide_;
  Rung narrow_;
  Bucket served_;  ///< of the current narrow bucket, the earliest last
};

}  // namespace homeward::benchmark
