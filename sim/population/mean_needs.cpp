#include <algorithm>
#include <cmath>

#include "sim/population/population.hpp"

/// The needs of the mean family, exactly: what rho and the scaling of E refer to must not depend on a draw.
namespace homeward {

namespace {
constexpr double youngest_adult_years = 18;  // ages at entry are drawn below 18 whatever age_out_years
}

/// Shares of children, of any family, by level of a trait that age sets.
std::vector<double> Population::shares_by_age(const TraitTable& trait) const {
  const auto below = [this](double age) {
    const double a = std::clamp(age, 0.0, youngest_adult_years);
    const auto year = std::min<std::size_t>(17, static_cast<std::size_t>(a));
    return std::lerp(age_cumulative_[year], age_cumulative_[year + 1], a - static_cast<double>(year));
  };
  std::vector<double> shares;
  for (std::size_t i = 0; i < trait.levels.size(); ++i) {
    const double to = i + 1 < trait.levels.size() ? trait.from_years[i + 1] : youngest_adult_years;
    shares.push_back(below(to) - below(trait.from_years[i]));
  }
  return shares;
}

/// The first of the traits that this one depends on, near or far, whose level is not known. Traits depend on
/// earlier ones only, so nothing unknown stands before it.
std::optional<std::size_t> Population::first_unknown(std::size_t trait, const KnownLevels& known) const {
  std::optional<std::size_t> first;
  for (const auto& [other, level] : traits_[trait].given) {
    if (known[other]) continue;
    const std::size_t candidate = first_unknown(other, known).value_or(other);
    first = std::min(first.value_or(candidate), candidate);
  }
  return first;
}

/// Shares of families with these levels by level of a trait: every combination of what it depends on is gone
/// through. Where that is a trait set by age, one child's age stands for the youngest's.
std::vector<double> Population::level_shares(std::size_t trait, KnownLevels& known) const {
  const TraitTable& table = traits_[trait];
  std::vector<double> shares(table.levels.size(), 0.0);
  if (known[trait]) {
    shares[*known[trait]] = 1;
    return shares;
  }
  if (table.set_by == TraitSetBy::age) return shares_by_age(table);
  if (const auto open = first_unknown(trait, known)) {
    const std::vector<double> weights = level_shares(*open, known);
    for (std::size_t level = 0; level < weights.size(); ++level) {
      if (!(weights[level] > 0)) continue;
      known[*open] = static_cast<std::uint8_t>(level);
      const std::vector<double> part = level_shares(trait, known);
      for (std::size_t i = 0; i < shares.size(); ++i) shares[i] += weights[level] * part[i];
    }
    known[*open].reset();
    return shares;
  }
  const auto match = std::find_if(table.given.begin(), table.given.end(),
                                  [&](const auto& given) { return *known[given.first] == given.second; });
  if (match == table.given.end()) return table.shares;
  const double yes = table.given_share[static_cast<std::size_t>(match - table.given.begin())];
  return {1 - yes, yes};
}

/// Adds `weight` of a family of which these levels and ages are known (no ages: drawn).
void Population::add_needs(KnownLevels known, const std::vector<double>& ages, double weight) {
  for (std::size_t t = 0; t < traits_.size(); ++t) {
    const TraitTable& table = traits_[t];
    std::vector<double> shares;
    if (table.set_by == TraitSetBy::age && !ages.empty()) {
      shares.assign(table.levels.size(), 0.0);
      for (const double age : ages) shares[age_level(table, age)] += 1 / static_cast<double>(ages.size());
    } else {
      shares = level_shares(t, known);
    }
    for (std::size_t i = 0; i < shares.size(); ++i) {
      for (std::size_t k = 0; k < needs_count; ++k)
        mean_needs_[k] += weight * shares[i] * table.levels[i].needs[k];
    }
  }
}

void Population::find_mean_needs() {
  mean_needs_ = needs_.baseline;
  if (!csv_) add_needs(KnownLevels(traits_.size()), {}, 1);
  const std::size_t rows = csv_ ? csv_->families.size() : 0;
  for (std::size_t row = first_row_; row < rows; ++row) {
    const CsvFamily& family = csv_->families[row];
    if (csv_->dated && family.entry_day >= end_) break;
    const double before = row > 0 && !csv_->dated ? csv_->cumulative_shares[row - 1] : 0;
    add_needs(family.levels, family.ages,
              csv_->dated ? 1 / static_cast<double>(dated_rows()) : csv_->cumulative_shares[row] - before);
  }
  for (double& need : mean_needs_) need = std::clamp(need, 0.0, 1.0);
}

/// Families of a dated file that enter in the run.
std::size_t Population::dated_rows() const {
  const auto& families = csv_->families;
  const auto first = families.begin() + static_cast<std::ptrdiff_t>(first_row_);
  return static_cast<std::size_t>(
      std::partition_point(first, families.end(), [this](const CsvFamily& f) { return f.entry_day < end_; }) -
      first);
}

}  // namespace homeward
