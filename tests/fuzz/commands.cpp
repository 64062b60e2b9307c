#include "commands.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "reading.hpp"
#include "sim/cli/app.hpp"
#include "support.hpp"

// Of the sanitizers, where the program is built with them.
extern "C" void __sanitizer_set_report_fd(void* file) __attribute__((weak));

namespace homeward::fuzz {

namespace {

void report_to(int file) {
  if (__sanitizer_set_report_fd != nullptr)
    __sanitizer_set_report_fd(reinterpret_cast<void*>(static_cast<std::intptr_t>(file)));
}

/// Takes what the process writes to a standard stream, until it is gone.
class Taken {
 public:
  Taken(std::FILE* stream, int number) : stream_(stream), number_(number), before_(::dup(number)) {
    std::fflush(stream_);
    into_ = ::memfd_create("taken", 0);
    ::dup2(into_, number_);
  }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;
  ~Taken() {
    std::fflush(stream_);
    std::clearerr(stream_);
    ::dup2(before_, number_);
    ::close(before_);
    ::close(into_);
  }
  int before() const { return before_; }
  std::string words() {
    std::fflush(stream_);
    std::string text(1 << 16, '\0');
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::pread(into_, text.data(), text.size(), 0))));
    return text;
  }

 private:
  std::FILE* stream_;
  int number_;
  int before_;
  int into_;
};

}  // namespace

Told homeward(std::initializer_list<std::string> arguments) {
  std::vector<const char*> words{"homeward"};
  for (const auto& argument : arguments) words.push_back(argument.c_str());
  Told told;
  {
    const Taken out(stdout, STDOUT_FILENO);
    Taken errors(stderr, STDERR_FILENO);
    report_to(errors.before());
    told.code = run_app(homeward_program(), static_cast<int>(words.size()), words.data());
    told.words = errors.words();
  }
  report_to(STDERR_FILENO);
  return told;
}

int read_results(std::initializer_list<std::string> arguments) {
  const auto told = homeward(arguments);
  const auto fail = [&](const char* promise) {
    fmt::print(stderr, "homeward {}: exit code {}\n{}\n", *arguments.begin(), told.code, told.words);
    require(false, promise);
  };
  if (told.code == 0) return 0;
  if (told.code != 1 && told.code != 2 && told.code != 5) fail("a documented exit code");
  // Wrong usage lists the keys that differ.
  if (told.code != 2 && std::count(told.words.begin(), told.words.end(), '\n') != 1) fail("one line");
  for (const char c : told.words) {
    const auto code = static_cast<unsigned char>(c);
    if ((code < 0x20 && c != '\n') || code == 0x7f) fail("a printable line");
  }
  return told.code;
}

void make_results() {
  const auto make = [](std::initializer_list<std::string> arguments, const std::string& file) {
    const auto told = homeward(arguments);
    if (told.code != 0) fmt::print(stderr, "{}\n", told.words);
    require(told.code == 0, "the results to be damaged");
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 64);  // the seal
    cut_down(file);
  };
  static const bool made = [&] {
    write_file(
        results_scenario,
        "format = 1\n[run]\nwarm_up_years = 0\nentry_years = 1\nfollow_up_years = 1\n[families]\n"
        "entries_per_year = 20\n[coaches]\npositions = 2\nfamilies_per_coach = 3\n[hazards]\n"
        "readiness = { distribution = \"exponential\", mean_days = 200 }\n[[traits]]\nname = \"kin\"\n"
        "levels = [{ name = \"no\", share = 0.5 }, { name = \"yes\", share = 0.5 }]\n[uncertainty]\n"
        "\"effects.readiness_hazard_ratio\" = { distribution = \"lognormal\", median = 1.2, sigma = 0.1 }\n");
    write_file("fewer.toml", "format = 1\nextends = \"small.toml\"\n[coaches]\npositions = 1\n");
    write_file(
        "sweep.toml",
        "format = 1\nbase = \"small.toml\"\ndesign = \"grid\"\n[[factor]]\nkey = \"coaches.positions\"\n"
        "values = [1, 2]\n[[factor]]\nkey = \"support.mix\"\nvalues = { even = { emotional = 0.25, "
        "informational = 0.25, instructional = 0.25, advocacy = 0.25 } }\n");
    make({"run", "small.toml", "fewer.toml", "-n", "2", "-j", "1", "--record", "events", "--quiet", "-o",
          "run.h5"},
         "run.h5");
    make({"sweep", "sweep.toml", "-n", "2", "-j", "1", "--quiet", "-o", "sweep.h5"}, "sweep.h5");
    make({"run", "small.toml", "fewer.toml", "--draws", "2", "-n", "2", "-j", "1", "--quiet", "-o",
          "draws.h5"},
         "draws.h5");
    return true;
  }();
  static_cast<void>(made);
}

}  // namespace homeward::fuzz
