#include "sim/population/population.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/population/entries.hpp"
#include "sim/random/samplers.hpp"

namespace homeward {

namespace {

constexpr std::uint32_t family_age_factor = 100;  // occurrence of the draw that siblings share

/// Cumulative shares at ages 0, 1, .., 18, cut off at `limit` years and scaled to end at 1.
std::vector<double> cumulative_ages(const std::vector<double>& shares, double limit) {
  std::vector<double> sums{0};
  for (int year = 0; year < 18; ++year) {
    const double share = shares.empty() ? 1.0 : shares[static_cast<std::size_t>(year)];
    sums.push_back(sums.back() + share * std::clamp(limit - year, 0.0, 1.0));
  }
  const double total = sums.back();
  for (double& sum : sums) sum = total > 0 ? sum / total : 0;
  return sums;
}

/// Lower triangular L with L L' = correlations. Acceptance is scored so that low scores accept; the
/// correlations with acceptance are those of the willingness, hence the sign. A zero pivot (perfect
/// correlation) leaves a zero column.
std::array<std::array<double, 3>, 3> cholesky(const Frailty& f) {
  const std::array<std::array<double, 3>, 3> r{
      {{1, f.correlation_readiness_reentry, -f.correlation_readiness_acceptance},
       {f.correlation_readiness_reentry, 1, -f.correlation_reentry_acceptance},
       {-f.correlation_readiness_acceptance, -f.correlation_reentry_acceptance, 1}}};
  std::array<std::array<double, 3>, 3> l{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = r[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= l[i][k] * l[j][k];
      if (i == j) {
        l[i][i] = std::sqrt(std::max(0.0, sum));
      } else {
        l[i][j] = l[j][j] > 0 ? sum / l[j][j] : 0;
      }
    }
  }
  return l;
}

/// Whether some of the families that are offered a coach accept and others do not.
bool acceptance_differs(const Scenario& s) {
  const auto differs = [](const Program& program) {
    return program.referral.acceptance > 0 && program.referral.acceptance < 1;
  };
  return differs(s.program) || (s.program_before && differs(*s.program_before));
}

}  // namespace

Population::Population(const Scenario& s)
    : families_(s.families),
      frailty_(s.frailty),
      needs_(s.needs),
      start_(s.start()),
      end_(s.end()),
      age_cumulative_(cumulative_ages(s.families.age_shares, s.families.age_out_years)),
      cholesky_(cholesky(s.frailty)) {
  for (const auto& site : s.sites) site_shares_.push_back(site.share);
  for (std::size_t t = 0; t < s.traits.size(); ++t) {
    const Trait& trait = s.traits[t];
    TraitTable table{trait.set_by, site_code(trait.name), {}, {}, {}, {}, {}};
    for (std::size_t i = 0; i < trait.levels.size(); ++i) {
      const auto& level = trait.levels[i];
      Level ready{{}, level.needs, false, false};
      for (std::size_t c = 0; c < family_clocks; ++c) {
        ready.log_ratio[c] = std::log(level.hazard_ratios[c]);
        ready.multiplies = ready.multiplies || ready.log_ratio[c] != 0;
      }
      for (const double shift : level.needs) ready.shifts = ready.shifts || shift != 0;
      table.levels.push_back(ready);
      table.from_years.push_back(level.from_years);
      table.shares.push_back(level.share);
    }
    for (const auto& given : trait.share_given) {
      const auto other =
          static_cast<std::size_t>(std::find_if(s.traits.begin(), s.traits.end(),
                                                [&](const Trait& x) { return x.name == given.trait; }) -
                                   s.traits.begin());
      const auto& levels = s.traits[other].levels;
      const auto level =
          static_cast<std::size_t>(std::find_if(levels.begin(), levels.end(),
                                                [&](const TraitLevel& x) { return x.name == given.level; }) -
                                   levels.begin());
      table.given.emplace_back(other, level);
      table.given_share.push_back(given.share);
    }
    traits_.push_back(std::move(table));
    if (trait.name == s.placement.kin_trait) kin_trait_ = t;
  }
  if (!s.families.csv.empty()) {
    csv_ = csv_population(s);
    while (csv_->dated && first_row_ < csv_->families.size() &&
           csv_->families[first_row_].entry_day < start_) {
      ++first_row_;
    }
  }
  for (std::size_t i = 0; i < first_year_.size(); ++i) {
    const double u = static_cast<double>(i) / static_cast<double>(first_year_.size());
    const auto above = std::upper_bound(age_cumulative_.begin() + 1, age_cumulative_.end() - 1, u);
    first_year_[i] = static_cast<std::uint8_t>(above - age_cumulative_.begin() - 1);
  }
  const std::array acts{s.frailty.readiness_sd > 0, s.frailty.reentry_sd > 0, acceptance_differs(s)};
  for (std::size_t i = 0; i < acts.size(); ++i) {
    frailty_acts_[i] = acts[i];
    for (std::size_t k = 0; k <= i; ++k) {
      normal_needed_[k] = normal_needed_[k] || (acts[i] && cholesky_[i][k] != 0);
    }
  }
  find_mean_needs();
}

std::size_t Population::csv_row(FamilyNumber number, const Draws& draws) const {
  if (csv_->dated) return first_row_ + number - 1;
  const auto& shares = csv_->cumulative_shares;
  const auto row = std::upper_bound(shares.begin(), shares.end(), draws.uniform(number, Purpose::csv_row));
  return static_cast<std::size_t>(row - shares.begin());
}

std::vector<Entry> Population::entries(const Draws& draws) const {
  std::vector<Entry> entries;
  if (csv_ && csv_->dated) {
    for (std::size_t row = first_row_; row < csv_->families.size() && csv_->families[row].entry_day < end_;
         ++row) {
      entries.push_back({csv_->families[row].entry_day, 0});
    }
  } else {
    for (const SimTime day : entry_days(families_, start_, end_, draws)) entries.push_back({day, 0});
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto number = static_cast<FamilyNumber>(i + 1);
    if (site_shares_.size() > 1) {
      entries[i].site = static_cast<SiteIndex>(pick(site_shares_, draws.uniform(number, Purpose::site)));
    }
    if (csv_) entries[i].site = csv_->families[csv_row(number, draws)].site.value_or(entries[i].site);
  }
  return entries;
}

Profile Population::profile(FamilyNumber number, const Entry& entry, const Draws& draws,
                            std::uint8_t* levels) const {
  Profile profile;
  profile.number = number;
  profile.entry = entry.day;
  if (csv_) profile.csv_row = static_cast<std::uint32_t>(csv_row(number, draws));
  draw_children(profile, draws);
  draw_traits(profile, draws, levels);
  draw_frailty(profile, draws);
  draw_needs(profile, draws, levels);
  profile.kin_available =
      kin_trait_ >= traits_.size() || levels[kin_trait_] + 1U == traits_[kin_trait_].levels.size();
  return profile;
}

double Population::age_quantile(double u) const {
  const auto part = static_cast<std::size_t>(u * static_cast<double>(first_year_.size()));
  std::size_t year = first_year_[std::min(part, first_year_.size() - 1)];
  while (year + 2 < age_cumulative_.size() && age_cumulative_[year + 1] <= u) ++year;
  const double width = age_cumulative_[year + 1] - age_cumulative_[year];
  if (!(width > 0)) return static_cast<double>(year);
  // The last year of age may be cut short by age_out_years: its share is spread over what is left of it.
  const double length = std::min(1.0, families_.age_out_years - static_cast<double>(year));
  return static_cast<double>(year) + length * std::min(1.0, (u - age_cumulative_[year]) / width);
}

void Population::draw_children(Profile& p, const Draws& draws) const {
  const CsvFamily* row = csv_ ? &csv_->families[p.csv_row] : nullptr;
  if (row && !row->ages.empty()) {
    p.children = static_cast<std::uint8_t>(row->ages.size());
  } else if (families_.children.size() > 1) {
    p.children =
        static_cast<std::uint8_t>(1 + pick(families_.children, draws.uniform(p.number, Purpose::children)));
  }
  const double shared = families_.sibling_age_correlation;
  const bool drawn = !(row && !row->ages.empty());
  const bool alike = drawn && shared > 0 && p.children > 1;
  const double common = alike ? std::sqrt(shared) * normal_quantile(draws.uniform(
                                                        p.number, Purpose::child_age, 0, family_age_factor))
                              : 0;
  for (std::uint32_t c = 0; c < p.children; ++c) {
    if (drawn) {
      double u = draws.uniform(p.number, Purpose::child_age, 0, c);
      if (alike) u = normal_cdf(common + std::sqrt(1 - shared) * normal_quantile(u));
      p.age[c] = age_quantile(u);
    } else {
      p.age[c] = row->ages[c];
    }
    p.turns_adult[c] =
        families_.age_out_years == forever
            ? forever
            : std::max(p.entry, p.entry + (families_.age_out_years - p.age[c]) * days_per_year);
  }
}

std::size_t Population::age_level(const TraitTable& trait, double age) const {
  std::size_t level = 0;
  while (level + 1 < trait.from_years.size() && trait.from_years[level + 1] <= age) ++level;
  return level;
}

void Population::draw_traits(Profile& p, const Draws& draws, std::uint8_t* levels) const {
  if (traits_.empty()) return;
  double youngest = p.age[0];
  for (std::size_t c = 1; c < p.children; ++c) youngest = std::min(youngest, p.age[c]);
  for (std::size_t t = 0; t < traits_.size(); ++t) {
    const TraitTable& trait = traits_[t];
    if (trait.set_by == TraitSetBy::age) {
      levels[t] = static_cast<std::uint8_t>(age_level(trait, youngest));
      continue;
    }
    if (csv_ && csv_->families[p.csv_row].levels[t]) {
      levels[t] = *csv_->families[p.csv_row].levels[t];
      continue;
    }
    const double u = draws.uniform(p.number, Purpose::trait, 0, trait.code);
    const auto match = std::find_if(trait.given.begin(), trait.given.end(),
                                    [&](const auto& given) { return levels[given.first] == given.second; });
    if (match == trait.given.end()) {
      levels[t] = static_cast<std::uint8_t>(pick(trait.shares, u));
    } else {
      const double yes = trait.given_share[static_cast<std::size_t>(match - trait.given.begin())];
      levels[t] = static_cast<std::uint8_t>(pick(std::array{1 - yes, yes}, u));
    }
  }
}

void Population::draw_frailty(Profile& p, const Draws& draws) const {
  std::array<double, 3> z{};
  for (std::uint32_t i = 0; i < 3; ++i) {
    if (normal_needed_[i]) z[i] = normal_quantile(draws.uniform(p.number, Purpose::frailty, 0, i));
  }
  const auto score = [&](std::size_t i) {
    double sum = 0;
    for (std::size_t k = 0; k <= i; ++k) sum += cholesky_[i][k] * z[k];
    return sum;
  };
  const auto frailty = [](double sd, double x) { return std::exp(sd * x - sd * sd / 2); };
  if (frailty_acts_[0]) p.frailty_readiness = frailty(frailty_.readiness_sd, score(0));
  if (frailty_acts_[1]) p.frailty_reentry = frailty(frailty_.reentry_sd, score(1));
  if (frailty_acts_[2]) p.acceptance_score = normal_cdf(score(2));
}

void Population::draw_needs(Profile& p, const Draws& draws, const std::uint8_t* levels) const {
  p.needs_baseline = needs_.baseline;
  if (needs_.noise_sd == 0 && traits_.empty()) return;
  for (std::size_t t = 0; t < traits_.size(); ++t) {
    const TraitTable& trait = traits_[t];
    const std::uint32_t parts = trait.set_by == TraitSetBy::age ? p.children : 1;
    for (std::uint32_t c = 0; c < parts; ++c) {
      const Level& level =
          trait.levels[trait.set_by == TraitSetBy::age ? age_level(trait, p.age[c]) : levels[t]];
      if (!level.shifts) continue;
      for (std::size_t k = 0; k < needs_count; ++k) {
        p.needs_baseline[k] += parts == 1 ? level.needs[k] : level.needs[k] / parts;
      }
    }
  }
  for (std::uint32_t k = 0; k < needs_count; ++k) {
    if (needs_.noise_sd > 0) {
      p.needs_baseline[k] +=
          needs_.noise_sd * normal_quantile(draws.uniform(p.number, Purpose::need_noise, 0, k));
    }
    p.needs_baseline[k] = std::clamp(p.needs_baseline[k], 0.0, 1.0);
  }
}

TraitFactors Population::factors(const Profile& p, const std::uint8_t* levels, const std::uint8_t* child,
                                 std::size_t count, SimTime removal, bool prior_removal) const {
  TraitFactors factors;
  if (traits_.empty()) return factors;
  ClockFactors shared{};  // logarithms
  std::array<double, max_children> own_exit{};
  constexpr std::size_t exit_clock = index(FamilyClock::other_exit);
  for (std::size_t t = 0; t < traits_.size(); ++t) {
    const TraitTable& trait = traits_[t];
    if (trait.set_by == TraitSetBy::age) {
      for (std::size_t i = 0; i < count; ++i) {
        const double age = p.age[child[i]] + (removal - p.entry) / days_per_year;
        const Level& level = trait.levels[age_level(trait, age)];
        if (!level.multiplies) continue;
        for (std::size_t c = 0; c < family_clocks; ++c)
          shared[c] += level.log_ratio[c] / static_cast<double>(count);
        own_exit[i] += level.log_ratio[exit_clock];
      }
      continue;
    }
    const std::size_t level =
        trait.set_by == TraitSetBy::prior_removal && prior_removal ? trait.levels.size() - 1 : levels[t];
    const Level& at = trait.levels[level];
    if (!at.multiplies) continue;
    for (std::size_t c = 0; c < family_clocks; ++c) shared[c] += at.log_ratio[c];
    for (std::size_t i = 0; i < count; ++i) own_exit[i] += at.log_ratio[exit_clock];
  }
  const auto ratio = [](double log_ratio) { return log_ratio == 0 ? 1 : std::exp(log_ratio); };
  for (std::size_t c = 0; c < family_clocks; ++c) factors.family[c] = ratio(shared[c]);
  for (std::size_t i = 0; i < count; ++i) factors.other_exit[i] = ratio(own_exit[i]);
  return factors;
}

}  // namespace homeward
