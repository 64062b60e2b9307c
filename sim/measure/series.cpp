#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/measure/measure.hpp"
#include "sim/measure/stays.hpp"
#include "sim/measure/tables.hpp"

namespace homeward {
namespace {

constexpr std::size_t flows = 3;
enum class Flow : std::uint8_t { families_entered, children_reunified, children_reentered };

constexpr std::array<SeriesInfo, stocks + flows> table{{
    {"families_in_care_by_month", "1", "Families in care",
     "Families with a child in care, placed or on a trial home visit, as the month opens."},
    {"families_eligible_by_month", "1", "Families eligible for a coach",
     "Families that were referred and are in care, or home for less time than coaching goes on there, as the "
     "month opens."},
    {"families_waiting_by_month", "1", "Families waiting for a coach",
     "Families on the queue for a coach as the month opens."},
    {"families_coached_by_month", "1", "Families with a coach", "Families with a coach as the month opens."},
    {"families_unserved_by_month", "1", "Eligible families neither coached nor waiting",
     "Eligible families that are neither coached nor waiting as the month opens."},
    {"children_entered_by_month", "1", "Children ever in care",
     "Children who have entered care at least once since the start of the run, as the month opens."},
    {"children_in_care_by_month", "1", "Children in placements",
     "Children in a placement, not on a trial home visit, as the month opens."},
    {"children_on_trial_home_visit_by_month", "1", "Children on a trial home visit",
     "Children on a trial home visit as the month opens."},
    {"children_home_by_month", "1", "Children home",
     "Children who went home to their family and are there as the month opens."},
    {"children_adopted_by_month", "1", "Children adopted", "Children adopted from care, as the month opens."},
    {"children_guardianship_by_month", "1", "Children with a guardian",
     "Children who left care to a guardian and are there as the month opens."},
    {"children_relative_by_month", "1", "Children with a relative",
     "Children who left care to a relative and are there as the month opens."},
    {"children_emancipated_by_month", "1", "Children who aged out of care",
     "Children who turned adult in care, as the month opens."},
    {"children_other_exit_by_month", "1", "Children who left care in another way",
     "Children who left care by transfer, running away or death, as the month opens."},
    {"coaches_in_post_by_month", "1", "Coaches in post",
     "Filled coach positions, coaches in training included, as the month opens."},
    {"coaches_ready_by_month", "1", "Trained coaches", "Coaches whose training is over, as the month opens."},
    {"positions_vacant_by_month", "1", "Vacant coach positions",
     "Budgeted coach positions without a coach as the month opens."},
    {"families_entered_by_month", "1", "Families entering care",
     "Families whose children are removed for the first time in the month."},
    {"children_reunified_by_month", "1", "Children going home",
     "Children's exits from care to their family in the month."},
    {"children_reentered_by_month", "1", "Children coming back into care",
     "Removals in the month of children who had been removed before."},
}};

/// Counts days into months, from each month's opening to the next one's.
class MonthCounter {
 public:
  MonthCounter(std::span<double> counts) : counts_(counts) {
    std::fill(counts_.begin(), counts_.end(), 0.0);
    // The run ends as the last month opens, or within it.
    counts_.back() = std::numeric_limits<double>::quiet_NaN();
  }
  void add(SimTime day) {
    if (day < 0 || day >= static_cast<double>(counts_.size() - 1) * days_per_month) return;
    auto month = static_cast<std::size_t>(day / days_per_month);
    if (day < static_cast<double>(month) * days_per_month) --month;  // the quotient was rounded up
    counts_[month] += 1;
  }

 private:
  std::span<double> counts_;
};

}  // namespace

std::span<const SeriesInfo> series_table() {
  return table;
}

std::size_t months(const Scenario& scenario) {
  // The largest month that opens by the end, whichever way the quotient was rounded.
  auto last = static_cast<std::size_t>(scenario.end() / days_per_month);
  while (static_cast<double>(last + 1) * days_per_month <= scenario.end()) ++last;
  while (last > 0 && static_cast<double>(last) * days_per_month > scenario.end()) --last;
  return last + 1;
}

std::vector<double> measure_series(const RunRecord& run, std::size_t months) {
  std::vector<double> values(table.size() * months, std::numeric_limits<double>::quiet_NaN());
  const auto row = [&](std::size_t series) { return std::span(values).subspan(series * months, months); };
  for (std::size_t stock = 0; stock < stocks; ++stock) {
    const std::vector<std::int64_t>& counts = run.stock[stock];
    std::copy_n(counts.begin(), std::min(counts.size(), months), row(stock).begin());
  }
  const auto flow = [&](Flow of) { return MonthCounter(row(stocks + static_cast<std::size_t>(of))); };
  MonthCounter entered = flow(Flow::families_entered);
  for (const FamilyRecord& family : run.families) entered.add(family.entry);
  MonthCounter reunified = flow(Flow::children_reunified);
  MonthCounter reentered = flow(Flow::children_reentered);
  for_each_stay(run, [&](const Stay& stay) {
    if (stay.left() && stay.kind == ExitKind::reunified) reunified.add(stay.exit);
    if (!stay.is_first()) reentered.add(stay.removal());
  });
  return values;
}

}  // namespace homeward
