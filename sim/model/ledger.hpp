#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/model/replication.hpp"
#include "sim/model/rules.hpp"
#include "sim/record/run_record.hpp"

namespace homeward {

/// Takes down what happens at one site. It records and never decides. Counts are whole numbers kept as
/// differences at month boundaries, so they do not depend on the order in which families are worked through.
class Ledger {
 public:
  Ledger(const Rules& rules, SiteIndex site, const Logging& logging);

  /// `by` more (or fewer) of a stock from `now` on.
  void change(Stock stock, SimTime now, int by) {
    if (now != now_) turn_to(now);
    stock_[month_][index(stock)] += by;
  }
  /// Counts one happening of the outcome `events`, and logs it.
  void happened(EventKind kind, SimTime now, FamilyNumber family, std::uint32_t episode, int detail = -1) {
    ++events_;
    if (logging_.on) note(kind, now, family, episode, detail);
  }
  /// The same for a family that meets a coach.
  void assigned(SimTime now, FamilyNumber family, std::uint32_t episode, std::uint32_t position,
                std::uint32_t holder);
  /// Logs without counting.
  void remark(EventKind kind, SimTime now, FamilyNumber family, std::uint32_t episode, int detail = -1) {
    if (logging_.on) note(kind, now, family, episode, detail);
  }
  void coach_happened(EventKind kind, SimTime now, std::uint32_t position, std::uint32_t holder);

  /// Length of [from, to) inside the window.
  Days in_window(SimTime from, SimTime to) const {
    return std::max(0.0, std::min(to, window_end_) - std::max(from, 0.0));
  }
  /// What the days of [from, to) count in an account: their integral, of the discount factor where it is
  /// discounted.
  Days counted_days(Account account, SimTime from, SimTime to) const;
  /// What a payment at `now` counts in an account; 0 before the opening and after the account's end.
  double counted(Account account, SimTime now) const {
    if (now < 0 || !(now < end_of(account))) return 0;
    return account == Account::discounted ? std::exp(-log_discount_ * now) : 1;
  }

  SimTime end() const { return end_; }
  SimTime end_of(Account account) const { return account == Account::followed ? end_ - days_per_year : end_; }

  std::vector<EpisodeRecord> episodes;
  std::vector<QueueSpell> queue_spells;
  std::vector<CoachRecord> coaches;
  std::vector<PositionsRecord> positions;
  std::vector<EventRow> log;

  /// Month counts, summed up from the differences; and the events counted.
  std::array<std::vector<std::int64_t>, stocks> stock_by_month() const;
  std::uint64_t events() const { return events_; }

 private:
  /// The month that opens next, at or after now; what happens after the end goes into a row that nobody
  /// reads.
  void turn_to(SimTime now) {
    now_ = now;
    const double months = now > 0 ? std::min(now, end_) / days_per_month : 0;
    month_ = static_cast<std::size_t>(months);
    month_ += static_cast<double>(month_) < months ? 1 : 0;
    if (!(now < end_)) month_ = stock_.size() - 1;
  }
  void note(EventKind kind, SimTime now, FamilyNumber family, std::uint32_t episode, int detail,
            std::uint32_t position = 0, std::uint32_t holder = 0);

  SiteIndex site_;
  Logging logging_;
  SimTime window_end_, end_;
  double log_discount_;
  std::vector<std::array<std::int64_t, stocks>>
      stock_;              ///< [month]: differences, side by side as events change them
  SimTime now_{-forever};  ///< of the last change
  std::size_t month_{0};   ///< of that
  std::uint64_t events_{0};
};

}  // namespace homeward
