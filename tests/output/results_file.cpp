#include "output/results_file.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "fixtures.hpp"
#include "output/checksum.hpp"
#include "output/results_source.hpp"
#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"

using namespace homeward;
using namespace homeward::testing;

TEST_CASE("results file: the head tells what was run") {
  const Folder folder;
  auto plan = small_plan();
  plan.factor_roles = {{"support.mix", "uncertainty"}};
  for (auto& scenario : plan.scenarios) scenario.factor_labels = {{"support.mix", "balanced"}};
  assemble_made_up(folder / "x.h5", plan, {.study_toml = "format = 1\n", .facts = {}});
  const ResultsFile file(folder / "x.h5");
  CHECK(file.axes().scenarios == std::vector<std::string>{"baseline", "twice \xC3\xA9"});
  CHECK(file.axes().replications == 3);
  CHECK(file.axes().months == months(plan.scenarios[1].scenario.get()));
  CHECK(file.axes().trait_levels ==
        std::vector<std::string>{"kin=no", "kin=yes", "age=0 to 5", "age=6 to 17"});
  CHECK(file.digests()[1] == plan.scenarios[1].digest);
  CHECK(file.seed() == plan.seed);
  CHECK(file.title() == "Small");
  CHECK(file.baseline() == "baseline");
  CHECK(file.record() == RecordLevel::series);
  CHECK(file.complete());
  CHECK(file.lacking(file.record()).empty());
  CHECK(file.digest_scheme() == digest_scheme);
  CHECK(file.outcomes().size() == outcome_table().size());
  CHECK(file.series().size() == series_table().size());
  CHECK(file.cumulative().size() == cumulative_table().size());
  CHECK(file.factors().at(0).first == "support.mix");
  CHECK(file.factors().at(0).second == std::vector<std::string>{"balanced", "balanced"});
  CHECK(file.factor_roles().at(0) == std::pair<std::string, std::string>{"support.mix", "uncertainty"});
  CHECK(file.resolved_toml(0) == plan.scenarios[0].resolved_toml);
  CHECK(file.study_toml() == "format = 1\n");
}

TEST_CASE("results file: shorter scenarios end in NaN, and levels a scenario lacks are NaN") {
  const Folder folder;
  const auto plan = small_plan();
  assemble_made_up(folder / "x.h5", plan);
  const ResultsFile file(folder / "x.h5");
  const auto own = months(plan.scenarios[0].scenario.get());
  const auto series = file.series_values(file.series()[0]);
  CHECK(series[own - 1] == made_up(plan, 0, 0).series[own - 1]);
  CHECK(std::isnan(series[own]));
  const auto levels = file.by_trait(file.by_trait_outcomes()[0]);
  CHECK(levels[0] == made_up(plan, 0, 0).by_trait[0]);
  CHECK(std::isnan(levels[2 * 2 * 3]));
  // "kin=no" is the last level of the second scenario and the first of the file.
  CHECK(levels[3] == made_up(plan, 1, 0).by_trait[3]);
}

TEST_CASE("results file: what is none is told apart in one line") {
  const Folder folder;
  CHECK_THROWS_WITH(ResultsFile(folder / "none.h5"),
                    (folder / "none.h5").string() + ": there is no such file");
  write_bytes(folder / "text.h5", "family,day\n1,2\n");
  CHECK_THROWS_WITH(ResultsFile(folder / "text.h5"),
                    (folder / "text.h5").string() + " is not a Homeward results file");
  write_bytes(folder / "empty.h5", "");
  CHECK_THROWS_WITH(ResultsFile(folder / "empty.h5"), Catch::Contains("is not a Homeward results file"));
}

TEST_CASE("results file: a file cut off anywhere is refused, and nothing crashes") {
  const Folder folder;
  assemble_made_up(folder / "x.h5", small_plan(RecordLevel::events));
  const auto bytes = bytes_of(folder / "x.h5");
  REQUIRE(bytes.size() > 100000);
  for (std::size_t size = 0; size < bytes.size(); size += 4096) {
    write_bytes(folder / "cut.h5", bytes.substr(0, size));
    CHECK_THROWS_AS(ResultsFile(folder / "cut.h5"), ResultsError);
  }
  write_bytes(folder / "cut.h5", bytes.substr(0, bytes.size() - 1));
  CHECK_THROWS_WITH(ResultsFile(folder / "cut.h5"), Catch::Contains("is damaged"));
}

TEST_CASE("results file: a changed byte anywhere is noticed, and nothing crashes") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::events);
  assemble_made_up(folder / "x.h5", plan);
  const auto bytes = bytes_of(folder / "x.h5");
  std::mt19937 random(1);
  std::size_t noticed = 0;
  for (int i = 0; i < 300; ++i) {
    auto broken = bytes;
    broken[random() % broken.size()] ^= static_cast<char>(1U << random() % 8);
    write_bytes(folder / "broken.h5", broken);
    try {
      const ResultsFile file(folder / "broken.h5");
    } catch (const ResultsError&) {
      ++noticed;
    }
  }
  CHECK(noticed == 300);
}

TEST_CASE("results file: a file without its seal is one that another program changed, and opens") {
  const Folder folder;
  assemble_made_up(folder / "x.h5", small_plan());
  CHECK(check_seal(folder / "x.h5") == Seal::whole);
  auto bytes = bytes_of(folder / "x.h5");
  write_bytes(folder / "unsealed.h5", bytes.substr(0, bytes.size() - 64));
  CHECK(check_seal(folder / "unsealed.h5") == Seal::none);
  CHECK(ResultsFile(folder / "unsealed.h5").complete());
  // Bytes after the end that are no seal.
  std::fill(bytes.end() - 64, bytes.end(), '\0');
  write_bytes(folder / "zeros.h5", bytes);
  CHECK_THROWS_WITH(ResultsFile(folder / "zeros.h5"), Catch::Contains("is damaged"));
}

TEST_CASE("results file: runs are used again only for the same seed, model and record level") {
  const Folder folder;
  auto plan = small_plan(RecordLevel::series);
  assemble_made_up(folder / "x.h5", plan);
  const ResultsFile file(folder / "x.h5");
  CHECK(ResultsSource(file, plan).has(0, 0));
  plan.record = RecordLevel::runs;
  CHECK(ResultsSource(file, plan).has(0, 0));
  plan.record = RecordLevel::families;
  CHECK_FALSE(ResultsSource(file, plan).has(0, 0));
  plan.record = RecordLevel::series;
  plan.seed = 7;
  CHECK_FALSE(ResultsSource(file, plan).has(0, 0));
}
