#include <hdf5.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "sim/cli/run_study.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/cli/study_state.hpp"
#include "sim/core/version.hpp"
#include "sim/scenario/read.hpp"

using namespace homeward;
namespace fs = std::filesystem;

/// A results file of format 1.0, as the last program before 1.1 wrote it from the scenarios beside it.
namespace {

const fs::path files = fs::path(HOMEWARD_SOURCE_DIR) / "tests/output/files";

class Before {
 public:
  Before() {
    fs::create_directories(folder_);
    const auto command =
        "gzip -dc '" + (files / "before-1.1.h5.gz").string() + "' > '" + file().string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);
  }
  ~Before() { fs::remove_all(folder_); }
  fs::path file() const { return folder_ / "before.h5"; }

  /// As if its runs were of this program's model, which another test may then take up.
  void be_of_this_model() const {
    const hid_t opened = H5Fopen(file().c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    const hid_t attribute = H5Aopen(opened, "model_version", H5P_DEFAULT);
    const hid_t type = H5Aget_type(attribute);
    const char* text = model_version.data();
    CHECK(H5Awrite(attribute, type, &text) >= 0);
    H5Tclose(type);
    H5Aclose(attribute);
    H5Fclose(opened);
  }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("homeward-test-before-" + std::to_string(::getpid()));
};

Request request_of(const std::vector<fs::path>& scenarios, std::uint32_t replications) {
  Request request;
  for (const auto& checked : read_scenarios(scenarios))
    request.plan.scenarios.push_back({checked, digest(checked), print_resolved(checked), {}});
  request.plan.replications = replications;
  request.plan.seed = 20261001;
  return request;
}

}  // namespace

TEST_CASE("a file of format 1.0: is opened, and its scenarios are read again by its own digest scheme") {
  const Before before;
  const StoredFile stored(before.file());
  CHECK(stored.file().digest_scheme() == 1);
  const auto& study = stored.study();
  REQUIRE(study.scenarios.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto again = study.read_again(i);
    REQUIRE(again);
    CHECK(again->digest == digest(again->scenario));  // by the scheme of the file that it may go into
    CHECK(digest(again->scenario, 1) == study.scenarios[i].digest);
  }
}

TEST_CASE("a file of format 1.0: its scenarios are known by their digests, another under their name is not") {
  const Before before;
  before.be_of_this_model();
  const StoredFile stored(before.file());
  auto request = request_of({files / "tiny.toml", files / "more-coaches.toml"}, 2);
  for (const auto& planned : request.plan.scenarios) CHECK(stored.is_same_run(planned, request.plan.seed));
  CHECK_FALSE(stored.is_same_run(request.plan.scenarios[0], 1));
  CHECK_NOTHROW(grow(request, stored.study()));
  auto other = *request.plan.scenarios[0].scenario;
  other.program.referral.acceptance = 0.7;
  request.plan.scenarios[0].scenario = check(other);
  request.plan.scenarios[0].digest = digest(request.plan.scenarios[0].scenario);
  CHECK_THROWS_WITH(grow(request, stored.study()), Catch::Contains("tiny: referral.acceptance"));
}

TEST_CASE("a file of format 1.0: grows, and is of this format then") {
  const Before before;
  before.be_of_this_model();
  StudyOptions options;
  options.output = before.file();
  options.quiet = true;
  options.rerun = [](const RunPlan&, RunId, Paths) { return std::string("homeward run"); };
  const auto request = request_of({files / "tiny.toml", files / "more-coaches.toml"}, 3);
  CHECK(run_study(request, options) == ExitCode::done);
  const ResultsFile grown(before.file());
  CHECK(grown.digest_scheme() == digest_scheme);
  CHECK(grown.digests()[0] == request.plan.scenarios[0].digest);
  CHECK(grown.axes().replications == 3);
  CHECK(grown.lacking(grown.record()).empty());
}
