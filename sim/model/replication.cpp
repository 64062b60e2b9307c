#include "sim/model/replication.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <tuple>
#include <utility>

#include "sim/core/issues.hpp"
#include "sim/model/site.hpp"

namespace homeward {

namespace {

using Sites = std::vector<std::unique_ptr<SiteRun>>;

/// Rows of all sites, one after the other. A site's are let go as they are taken: of a large program all of
/// them twice would not fit.
template <typename Row>
std::vector<Row> joined(Sites& sites, std::vector<Row> Ledger::*rows) {
  if (sites.size() == 1) return std::move(sites.front()->ledger().*rows);
  std::size_t size = 0;
  for (const auto& site : sites) size += (site->ledger().*rows).size();
  std::vector<Row> all;
  all.reserve(size);
  for (const auto& site : sites) {
    const std::vector<Row> own = std::move(site->ledger().*rows);
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

/// Where the rows of each family begin among those of all families [number - 1], and after the last.
template <typename Row>
std::vector<std::uint32_t> first_rows(const Sites& sites, std::vector<Row> Ledger::*rows,
                                      std::size_t families) {
  std::vector<std::uint32_t> first(families + 1, 0);
  for (const auto& site : sites) {
    for (const Row& row : site->ledger().*rows) ++first[row.family];
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  return first;
}

/// Rows of all sites by family, each family's in the order of time, in which they were taken down: every row
/// is carried to its place at once, where a sort would carry it often.
template <typename Row>
std::vector<Row> by_family(Sites& sites, std::vector<Row> Ledger::*rows, std::vector<std::uint32_t> next) {
  std::vector<Row> all(next.back());
  for (const auto& site : sites) {
    const std::vector<Row> own = std::move(site->ledger().*rows);
    for (const Row& row : own) all[next[row.family - 1]++] = row;
  }
  return all;
}

/// Rows of all sites, in the order of entities.
void gather(RunRecord& run, Sites& sites) {
  const std::size_t families = run.families.size();
  const auto first_episode = first_rows(sites, &Ledger::episodes, families);
  for (std::size_t i = 0; i < families; ++i) {
    run.families[i].first_episode = first_episode[i];
    run.families[i].episodes = static_cast<std::uint16_t>(first_episode[i + 1] - first_episode[i]);
  }
  run.episodes = by_family(sites, &Ledger::episodes, first_episode);
  run.queue_spells =
      by_family(sites, &Ledger::queue_spells, first_rows(sites, &Ledger::queue_spells, families));
  run.coaches = joined(sites, &Ledger::coaches);
  run.positions = joined(sites, &Ledger::positions);
  run.log = joined(sites, &Ledger::log);
  for (const auto& site : sites) {
    const Ledger& ledger = site->ledger();
    run.events += ledger.events();
    const auto counts = ledger.stock_by_month();
    for (std::size_t s = 0; s < stocks; ++s) {
      run.stock[s].resize(counts[s].size(), 0);
      for (std::size_t m = 0; m < counts[s].size(); ++m) run.stock[s][m] += counts[s][m];
    }
  }
  const auto by = [](auto&& project) {
    return [project](const auto& a, const auto& b) { return project(a) < project(b); };
  };
  std::sort(run.coaches.begin(), run.coaches.end(),
            by([](const CoachRecord& c) { return std::tuple(c.site, c.position, c.holder); }));
  std::stable_sort(run.log.begin(), run.log.end(), by([](const EventRow& e) {
                     return std::tuple(e.day, e.family, e.site, e.family == 0 ? e.position : 0);
                   }));
}

/// What must hold at every month; cheap enough for every run.
void check(const RunRecord& run) {
  const auto at = [&run](Stock stock, std::size_t m) { return run.stock[index(stock)][m]; };
  for (std::size_t m = 0; m < run.stock[0].size(); ++m) {
    const std::int64_t children = at(Stock::children_in_care, m) +
                                  at(Stock::children_on_trial_home_visit, m) + at(Stock::children_home, m) +
                                  at(Stock::children_adopted, m) + at(Stock::children_guardianship, m) +
                                  at(Stock::children_relative, m) + at(Stock::children_emancipated, m) +
                                  at(Stock::children_other_exit, m);
    if (children != at(Stock::children_entered, m)) {
      throw RunError(fmt::format("children are not conserved at month {} (a fault of the program)", m));
    }
    const std::int64_t served = at(Stock::families_coached, m) + at(Stock::families_waiting, m);
    if (served + at(Stock::families_unserved, m) != at(Stock::families_eligible, m)) {
      throw RunError(
          fmt::format("coached, waiting and unserved families are not the eligible ones at month {} (a fault "
                      "of the program)",
                      m));
    }
  }
}

/// What all replications of a scenario share.
struct Model {
  explicit Model(const Scenario& checked)
      : scenario(checked), population(scenario), rules(scenario, population) {}

  Scenario scenario;
  Population population;
  Rules rules;
};

/// Replications of a scenario follow each other, so each thread keeps the model that it used last, and no
/// more: a study may have thousands.
std::shared_ptr<const Model> model_of(const Checked<Scenario>& scenario) {
  thread_local std::uint64_t whose{0};
  thread_local std::shared_ptr<const Model> last;
  if (whose != scenario.identity()) {
    last = std::make_shared<const Model>(*scenario);
    whose = scenario.identity();
  }
  return last;
}

}  // namespace

RunRecord simulate(const Checked<Scenario>& checked, std::uint64_t seed, std::uint32_t replication,
                   const Logging& logging) {
  const auto model = model_of(checked);
  const Scenario& scenario = model->scenario;
  const Population& population = model->population;
  const Draws draws(seed, replication);

  RunRecord run;
  run.window_end = scenario.window_end();
  run.end = scenario.end();
  const std::vector<Entry> entries = population.entries(draws);
  run.families.resize(entries.size());
  run.traits = population.traits();
  run.trait_levels.resize(entries.size() * run.traits);

  std::vector<std::vector<FamilyNumber>> numbers(scenario.sites.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    numbers[entries[i].site].push_back(static_cast<FamilyNumber>(i + 1));
  }
  Sites sites(scenario.sites.size());
  tbb::parallel_for(std::size_t{0}, sites.size(), [&](std::size_t i) {
    sites[i] = std::make_unique<SiteRun>(model->rules, population, draws, static_cast<SiteIndex>(i),
                                         numbers[i], entries, run.families, run.trait_levels, logging);
    sites[i]->run();
  });
  gather(run, sites);
  check(run);
  return run;
}

}  // namespace homeward
