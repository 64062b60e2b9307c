#include "sim/model/ledger.hpp"

#include <algorithm>

namespace homeward {

namespace {
std::size_t months_until(SimTime end) {
  return static_cast<std::size_t>(std::floor(end / days_per_month + 1e-9)) + 1;
}
}  // namespace

Ledger::Ledger(const Rules& rules, SiteIndex site, const Logging& logging)
    : site_(site),
      logging_(logging),
      window_end_(rules.scenario.window_end()),
      end_(rules.scenario.end()),
      log_discount_(rules.log_discount) {
  stock_.assign(months_until(end_) + 3, {});
}

Days Ledger::counted_days(Account account, SimTime from, SimTime to) const {
  const SimTime a = std::max(from, 0.0);
  const SimTime b = std::min(to, end_of(account));
  if (!(b > a)) return 0;
  if (account != Account::discounted || log_discount_ == 0.0) return b - a;
  return -std::exp(-log_discount_ * a) * std::expm1(-log_discount_ * (b - a)) / log_discount_;
}

void Ledger::assigned(SimTime now, FamilyNumber family, std::uint32_t episode, std::uint32_t position,
                      std::uint32_t holder) {
  ++events_;
  if (logging_.on) note(EventKind::coach_assigned, now, family, episode, -1, position, holder);
}

void Ledger::note(EventKind kind, SimTime now, FamilyNumber family, std::uint32_t episode, int detail,
                  std::uint32_t position, std::uint32_t holder) {
  if (!logging_.families.empty() &&
      std::find(logging_.families.begin(), logging_.families.end(), family) == logging_.families.end()) {
    return;
  }
  EventRow row;
  row.day = now;
  row.family = family;
  row.position = position;
  row.holder = holder;
  row.site = site_;
  row.episode = static_cast<std::uint16_t>(episode);
  row.kind = static_cast<std::int8_t>(kind);
  row.detail = static_cast<std::int8_t>(detail);
  log.push_back(row);
}

void Ledger::coach_happened(EventKind kind, SimTime now, std::uint32_t position, std::uint32_t holder) {
  ++events_;
  if (!logging_.on || !logging_.families.empty()) return;
  EventRow row;
  row.day = now;
  row.position = position;
  row.holder = holder;
  row.site = site_;
  row.kind = static_cast<std::int8_t>(kind);
  log.push_back(row);
}

std::array<std::vector<std::int64_t>, stocks> Ledger::stock_by_month() const {
  std::array<std::vector<std::int64_t>, stocks> sums;
  for (std::size_t s = 0; s < stocks; ++s) {
    sums[s].resize(months_until(end_));
    std::int64_t sum = 0;
    for (std::size_t m = 0; m < sums[s].size(); ++m) sums[s][m] = sum += stock_[m][s];
  }
  return sums;
}

}  // namespace homeward
