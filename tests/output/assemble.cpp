#include "output/assemble.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "fixtures.hpp"
#include "output/part_file.hpp"
#include "output/results_file.hpp"
#include "output/results_source.hpp"
#include "output/safe_file.hpp"
#include "sim/core/issues.hpp"
#include "sim/measure/intervals.hpp"
#include "sim/measure/paired.hpp"

using namespace homeward;
using namespace homeward::testing;

TEST_CASE("assemble: the same runs give the same bytes") {
  const auto record = GENERATE(RecordLevel::runs, RecordLevel::events);
  const Folder folder;
  const auto plan = small_plan(record);
  assemble_made_up(folder / "a.h5", plan);
  assemble_made_up(folder / "b.h5", plan);
  CHECK((bytes_of(folder / "a.h5") == bytes_of(folder / "b.h5")));
  CHECK_FALSE(std::filesystem::exists(parts_folder(folder / "a.h5")));
}

TEST_CASE("assemble: a file written later is the same, byte for byte: no object keeps its time") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::runs);
  assemble_made_up(folder / "a.h5", plan);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5's times are in seconds
  assemble_made_up(folder / "b.h5", plan);
  CHECK((bytes_of(folder / "a.h5") == bytes_of(folder / "b.h5")));
}

TEST_CASE("assemble: outside /provenance nothing tells who wrote a file, or when") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::families);
  assemble_made_up(folder / "a.h5", plan);
  assemble_made_up(folder / "b.h5", plan,
                   {.study_toml = "x = 1",
                    .facts = {{"compiler", "other"}},
                    .threads = 9,
                    .wall_seconds = 3,
                    .simulation_seconds = 2});
  CHECK((bytes_of(folder / "a.h5") != bytes_of(folder / "b.h5")));
  const auto difference =
      "h5diff -q --exclude-path=/provenance " + (folder / "a.h5").string() + " " + (folder / "b.h5").string();
  CHECK(std::system(difference.c_str()) == 0);
}

TEST_CASE("assemble: a file grown from an older one, from parts and from both equals one written at once") {
  const auto record = GENERATE(RecordLevel::runs, RecordLevel::series, RecordLevel::events);
  const Folder folder;
  const auto plan = small_plan(record, 5);
  assemble_made_up(folder / "at_once.h5", plan);

  // The older file: the second scenario only, two replications.
  auto older = plan;
  older.scenarios.erase(older.scenarios.begin());
  older.replications = 2;
  assemble_made_up(folder / "older.h5", older);
  const ResultsFile file(folder / "older.h5");
  ResultsSource from_file(file, plan);
  CHECK_FALSE(from_file.has(0, 0));
  CHECK(from_file.has(1, 1));
  CHECK_FALSE(from_file.has(1, 2));
  CHECK(same(*from_file.load(1, 1, Portion::everything), made_up(plan, 1, 1)));

  PartWriter writer(folder / "parts", plan);
  for (std::uint32_t r = 0; r < 5; ++r) {
    writer.take(2 * r, made_up(plan, 0, r));
    if (r >= 2) writer.take(2 * r + 1, made_up(plan, 1, r));
    writer.flush();
  }
  PartSource from_parts(folder / "parts", plan);
  FirstOf source({&from_file, &from_parts});
  const auto assembled = assemble(folder / "grown.h5", plan, source, {});
  CHECK(assembled.complete());
  CHECK(assembled.done == 10);
  CHECK((bytes_of(folder / "grown.h5") == bytes_of(folder / "at_once.h5")));
}

TEST_CASE("assemble: a file can grow in place of itself") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::series, 4);
  assemble_made_up(folder / "at_once.h5", plan);
  assemble_made_up(folder / "x.h5", small_plan(RecordLevel::series, 2));
  {
    const ResultsFile old(folder / "x.h5");
    ResultsSource from_file(old, plan);
    MadeUpSource rest(plan);
    FirstOf source({&from_file, &rest});
    assemble(folder / "x.h5", plan, source, {});
  }
  CHECK((bytes_of(folder / "x.h5") == bytes_of(folder / "at_once.h5")));
}

TEST_CASE("assemble: runs that lie in many blocks come back each in its place") {
  const Folder folder;
  RunPlan plan;
  for (int i = 0; i < 3; ++i) plan.scenarios.push_back(planned(scenario(std::string(i + 1, 'x'), 60)));
  plan.replications = 300;
  const auto axes = schema::axes_of(plan);
  REQUIRE(tiles(axes, tiling_of(axes, true)).size() > 1);
  assemble_made_up(folder / "x.h5", plan);
  const ResultsFile file(folder / "x.h5");
  ResultsSource source(file, plan);
  for (const std::uint32_t r : {0U, 137U, 299U}) {
    for (std::size_t s = 0; s < 3; ++s)
      CHECK(same(*source.load(s, r, Portion::numbers), made_up(plan, s, r)));
  }
}

TEST_CASE("assemble: missing runs make a file incomplete, failed ones do not") {
  const Folder folder;
  const auto plan = small_plan();
  MadeUpSource source(plan);
  source.failed[{1, 0}] = "a slot was held twice";
  const auto whole = assemble(folder / "whole.h5", plan, source, {});
  CHECK(whole.complete());
  CHECK(whole.failed == 1);
  CHECK(whole.done == 5);
  const ResultsFile file(folder / "whole.h5");
  CHECK(file.complete());
  CHECK(file.failure_reason(1, 0) == "a slot was held twice");
  CHECK(file.run_status() == std::vector<std::int8_t>{1, 1, 1, 2, 1, 1});
  CHECK(std::isnan(file.values(file.outcomes()[0])[3]));

  source.left_out = {{0, 2}, {1, 2}};
  const auto partly = assemble(folder / "partly.h5", plan, source, {});
  CHECK_FALSE(partly.complete());
  CHECK(partly.missing == 2);
  const ResultsFile half(folder / "partly.h5");
  CHECK_FALSE(half.complete());
  CHECK(half.run_status() == std::vector<std::int8_t>{1, 1, 0, 2, 1, 0});
}

TEST_CASE(
    "assemble: summaries and paired differences are those of sim/measure, of totals only over like periods") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::runs, 4);
  MadeUpSource source(plan);
  source.spread = 1;
  assemble(folder / "x.h5", plan, source, {});
  const ResultsFile file(folder / "x.h5");
  const auto comparison = file.comparison();
  CHECK(comparison.baseline == "baseline");
  const auto table = outcome_table();
  for (std::size_t o = 0; o < table.size(); ++o) {
    if (table[o].summary == Summary::ratio_of_means) continue;
    const auto values = file.values(table[o].name);
    const auto runs = [&values](std::size_t s) { return std::span(values).subspan(4 * s, 4); };
    const auto expected = summarise(table[o], runs(1));
    const auto summary = file.summary(table[o].name);
    CHECK(same({summary.mean[1], summary.sd[1], summary.ci_low[1], summary.ci_high[1], summary.n[1]},
               {expected.mean, expected.sd, expected.ci_low, expected.ci_high, expected.n}));
    // The two scenarios run for unlike periods: their totals are not compared.
    const auto pair = table[o].needs.equal_periods
                          ? no_difference()
                          : compare(table[o], {.values = runs(1)}, {.values = runs(0)});
    CHECK(comparison.outcomes[o] == table[o].name);
    const auto at = 2 * o + 1;
    CHECK(same({comparison.mean[at], comparison.sd[at], comparison.n[at], comparison.ci_low[at],
                comparison.ci_high[at], comparison.share_higher[at], comparison.confidence_higher[at],
                comparison.variance_ratio[at]},
               {pair.mean, pair.sd, pair.n, pair.ci_low, pair.ci_high, pair.share_higher,
                pair.confidence_higher, pair.variance_ratio}));
    CHECK((pair.n == 0 || pair.ci_low < pair.ci_high));
  }
}

TEST_CASE("assemble: a disk that fills up is one clear line, and the old file stays") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::series, 40);
  write_bytes(folder / "x.h5", "the old file");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  // Some fail while writing, some only when the file is closed.
  for (const rlim_t bytes : {1000, 20000, 100000, 300000}) {
    const rlimit small{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::string said;
    try {
      assemble_made_up(folder / "x.h5", plan);
    } catch (const RunError& error) {
      said = error.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    CHECK(said == "cannot write " + (folder / "x.h5").string() + ": File too large");
    CHECK((bytes_of(folder / "x.h5") == "the old file"));
    CHECK_FALSE(std::filesystem::exists(parts_folder(folder / "x.h5")));
  }
  assemble_made_up(folder / "x.h5", plan);
  CHECK(ResultsFile(folder / "x.h5").complete());
}

TEST_CASE("assemble: a folder that is gone is one clear line") {
  const Folder folder;
  CHECK_THROWS_WITH(assemble_made_up(folder / "gone/x.h5", small_plan()),
                    Catch::Contains("cannot write") && Catch::Contains("No such file or directory"));
}
