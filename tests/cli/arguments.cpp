#include "sim/cli/arguments.hpp"

#include <catch2/catch.hpp>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include <unistd.h>

#include "sim/cli/output_lock.hpp"
#include "sim/core/issues.hpp"

using namespace homeward;

TEST_CASE("arguments: an override splits at its first equals sign") {
  const auto override = parse_override("court.requested_hearing_days={ distribution = \"exponential\" }");
  CHECK(override.key == "court.requested_hearing_days");
  CHECK(override.value == "{ distribution = \"exponential\" }");
  CHECK(parse_override("name=").value.empty());
  CHECK_THROWS_AS(parse_override("coaches.positions"), UsageError);
  CHECK_THROWS_AS(parse_override("=3"), UsageError);
}

TEST_CASE("arguments: families are numbers and ranges, sorted, each once") {
  CHECK(parse_families("all").empty());
  CHECK(parse_families("5,1,10-12,5") == std::vector<FamilyNumber>{1, 5, 10, 11, 12});
  for (const char* wrong : {"", "0", "1,", "a", "3-1", "1-", "-5", "1-4000000000", "2.5"}) {
    INFO(wrong);
    CHECK_THROWS_AS(parse_families(wrong), UsageError);
  }
}

TEST_CASE("arguments: whole numbers are decimal, whatever zeros stand before them") {
  const auto taken = [](std::string text) {
    const auto fault = whole_number(1, 1000)(text);
    return fault.empty() ? text : "refused";
  };
  CHECK(taken("12") == "12");
  CHECK(taken("010") == "10");  // the parser would make it eight
  CHECK(taken("0001000") == "1000");
  for (const char* wrong : {"", "0", "1001", "-1", "+1", " 1", "1 ", "0x10", "1e2", "1.0", "1'000", "nan"}) {
    INFO(wrong);
    CHECK(taken(wrong) == "refused");
  }
  std::string largest = "18446744073709551615";
  CHECK(whole_number()(largest).empty());
  largest = "18446744073709551616";
  CHECK_FALSE(whole_number()(largest).empty());
}

namespace {
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("homeward-test-lock-" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};
}  // namespace

TEST_CASE("output lock: one at a time, and nothing is left behind") {
  const Folder folder;
  const auto output = folder.path / "out.h5";
  {
    const OutputLock first(output);
    CHECK_THROWS_WITH(OutputLock(output), Catch::Contains("another homeward is writing"));
  }
  CHECK(std::filesystem::is_empty(folder.path));
  const OutputLock again(output);
}

TEST_CASE("output lock: finished parts stay") {
  const Folder folder;
  {
    const OutputLock lock(folder.path / "out.h5");
    std::ofstream(lock.folder() / "part") << "runs";
  }
  CHECK(std::filesystem::exists(folder.path / "out.h5.parts" / "part"));
}

TEST_CASE("output lock: an output that cannot be written is one clear line") {
  const Folder folder;
  CHECK_THROWS_WITH(OutputLock(folder.path / "missing" / "out.h5"), Catch::Contains("No such file"));
  CHECK_THROWS_WITH(OutputLock(folder.path), Catch::Contains("it is a folder"));
}

TEST_CASE("arguments: an output whose name promises another format than is written is refused") {
  for (const auto* name : {"plans.xlsx", "plans.XLS", "plans.ods", "plans.csv", "plans.json", "a/b.parquet"})
    CHECK_THROWS_WITH(refuse_other_format(name, Written::results), Catch::Contains("homeward export"));
  for (const auto* name : {"", "plans", "plans.h5", "plans.hdf5", "plans.nc", "ratio-1.5", "a.csv/plans"})
    CHECK_NOTHROW(refuse_other_format(name, Written::results));
  CHECK_THROWS_WITH(refuse_other_format("table.xlsx", Written::csv), Catch::Contains("name it .csv"));
  for (const auto* name : {"table.csv", "table.txt", "table", "-"})
    CHECK_NOTHROW(refuse_other_format(name, Written::csv));
}
