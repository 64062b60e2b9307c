#include "output/part_file.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "fixtures.hpp"
#include "sim/experiment/run_list.hpp"

using namespace homeward;
using namespace homeward::testing;

namespace {

void write_all_runs(const std::filesystem::path& folder, const RunPlan& plan) {
  PartWriter writer(folder, plan);
  for (const auto run : all_runs(plan)) {
    const auto id = run_id(plan, run);
    writer.take(run, made_up(plan, id.scenario, id.replication));
  }
  writer.flush();
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("part file: every run comes back as it was written, at every record level") {
  const auto record =
      GENERATE(RecordLevel::runs, RecordLevel::series, RecordLevel::families, RecordLevel::events);
  const Folder folder;
  const auto plan = small_plan(record);
  write_all_runs(folder / "parts", plan);
  PartSource source(folder / "parts", plan);
  CHECK(source.runs() == plan.runs());
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::uint32_t r = 0; r < 3; ++r) {
      REQUIRE(source.has(s, r));
      CHECK(same(*source.load(s, r, Portion::everything), made_up(plan, s, r)));
    }
  }
}

TEST_CASE("part file: a failed run keeps its reason") {
  const Folder folder;
  const auto plan = small_plan();
  PartWriter writer(folder / "parts", plan);
  RunResult failed;
  failed.failed = true;
  failed.reason = "a coach was above the limit";
  writer.take(0, std::move(failed));
  writer.flush();
  const auto run = PartSource(folder / "parts", plan).load(0, 0, Portion::numbers);
  REQUIRE(run);
  CHECK(run->failed);
  CHECK(run->reason == "a coach was above the limit");
}

TEST_CASE("part file: runs serve a plan of the same seed, scenario and at most their record level") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::series);
  write_all_runs(folder / "parts", plan);
  auto other = plan;
  SECTION("fewer things recorded") {
    other.record = RecordLevel::runs;
    CHECK(PartSource(folder / "parts", other).runs() == 6);
  }
  SECTION("more things recorded") {
    other.record = RecordLevel::families;
    CHECK(PartSource(folder / "parts", other).runs() == 0);
  }
  SECTION("another seed") {
    other.seed = 1;
    CHECK(PartSource(folder / "parts", other).runs() == 0);
  }
  SECTION("another scenario") {
    other.scenarios[1].digest = std::string(32, 'f');
    const PartSource source(folder / "parts", other);
    CHECK(source.has(0, 0));
    CHECK_FALSE(source.has(1, 0));
  }
  SECTION("more replications") {
    other.replications = 9;
    const PartSource source(folder / "parts", other);
    CHECK(source.has(1, 2));
    CHECK_FALSE(source.has(1, 3));
  }
}

TEST_CASE("part file: events serve only a plan that logs the same families") {
  const Folder folder;
  auto plan = small_plan(RecordLevel::events);
  plan.logged_families = {1, 2};
  write_all_runs(folder / "parts", plan);
  CHECK(PartSource(folder / "parts", plan).runs() == 6);
  plan.logged_families = {1, 3};
  CHECK(PartSource(folder / "parts", plan).runs() == 0);
}

TEST_CASE("part file: a part that is cut off or changed anywhere is ignored and removed") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::runs);
  write_all_runs(folder / "whole", plan);
  const auto part = std::filesystem::directory_iterator(folder / "whole")->path();
  const auto bytes = bytes_of(part);
  for (std::size_t at = 0; at < bytes.size(); at += 211) {
    for (const bool cut : {true, false}) {
      auto broken = bytes;
      if (cut) {
        broken.resize(at);
      } else {
        broken[at] = static_cast<char>(broken[at] ^ 4);
      }
      std::filesystem::create_directories(folder / "broken");
      write_bytes(folder / "broken/x.part", broken);
      CHECK(PartSource(folder / "broken", plan).runs() == 0);
      CHECK(files_in(folder / "broken") == 0);
    }
  }
}

TEST_CASE("part file: what a killed program left unfinished is removed, strange files are not") {
  const Folder folder;
  const auto plan = small_plan();
  std::filesystem::create_directories(folder / "parts");
  write_bytes(folder / "parts/.unfinished-77-1", "half a part");
  write_bytes(folder / "parts/notes.txt", "mine");
  CHECK(PartSource(folder / "parts", plan).runs() == 0);
  CHECK(files_in(folder / "parts") == 1);
  write_all_runs(folder / "parts", plan);
  remove_parts(folder / "parts");
  CHECK(files_in(folder / "parts") == 1);
  std::filesystem::remove(folder / "parts/notes.txt");
  remove_parts(folder / "parts");
  CHECK_FALSE(std::filesystem::exists(folder / "parts"));
}

TEST_CASE("part file: what is no file is left alone, whatever its name") {
  const Folder folder;
  const auto plan = small_plan();
  std::filesystem::create_directories(folder / "parts/folder.part");
  std::filesystem::create_symlink("/dev/zero", folder / "parts/link.part");
  REQUIRE(::mkfifo((folder / "parts/pipe.part").c_str(), 0600) == 0);  // opening it would wait for ever
  CHECK(PartSource(folder / "parts", plan).runs() == 0);
  remove_parts(folder / "parts");
  CHECK(files_in(folder / "parts") == 3);
}

TEST_CASE("part file: the longest replication that is there tells how long a plan must be") {
  const Folder folder;
  const auto plan = small_plan();
  CHECK(PartSource(folder / "parts", plan).replications() == 0);
  write_all_runs(folder / "parts", plan);
  auto shorter = plan;
  shorter.replications = 1;
  CHECK(PartSource(folder / "parts", shorter).replications() == plan.replications);
}

TEST_CASE("part file: a folder that cannot be made is one clear line") {
  const Folder folder;
  const auto plan = small_plan();
  CHECK_THROWS_WITH(PartWriter(folder / "missing/parts", plan),
                    Catch::Contains("cannot write") && Catch::Contains("No such file"));
}

TEST_CASE("part files: parts of another study are named, and stay where they are to be kept") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::runs);
  write_all_runs(folder / "parts", plan);
  CHECK(PartSource(folder / "parts", plan).of_other_studies().empty());
  auto other = plan;
  for (auto& planned : other.scenarios) planned.digest = "another";
  const auto kept = PartSource(folder / "parts", other).of_other_studies();
  REQUIRE(kept.size() == 1);
  remove_parts(folder / "parts", kept);
  CHECK(PartSource(folder / "parts", plan).runs() == plan.runs());
  remove_parts(folder / "parts");
  CHECK_FALSE(std::filesystem::exists(folder / "parts"));
}
