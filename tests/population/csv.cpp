#include <stdlib.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "sim/core/issues.hpp"
#include "sim/population/population.hpp"
#include "sim/scenario/read.hpp"

using namespace homeward;

namespace {

/// A file of its own name (tests run side by side in processes), gone when the test ends.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    std::string name = (std::filesystem::temp_directory_path() / "homeward-population-XXXXXX.csv").string();
    const int file = ::mkstemps(name.data(), 4);
    if (file < 0) throw std::runtime_error("no temporary file");
    ::close(file);
    path_ = name;
    write(text);
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  void write(const std::string& text) const { std::ofstream(path_, std::ios::binary) << text; }
  std::string name() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

Trait yes_no(const std::string& name, double share) {
  Trait trait;
  trait.name = name;
  trait.levels.resize(2);
  trait.levels[0].name = "no";
  trait.levels[0].share = 1 - share;
  trait.levels[1].name = "yes";
  trait.levels[1].share = share;
  return trait;
}

Scenario reading(const std::string& file) {
  Scenario s;
  s.families.entries_per_year = 1000;
  s.families.csv = file;
  s.families.age_out_years = 18;
  s.sites.clear();
  for (const char* name : {"north", "south"}) {
    Site site;
    site.name = name;
    site.share = 0.5;
    s.sites.push_back(site);
  }
  s.traits = {yes_no("kin", 0.3), yes_no("housing", 0.5)};
  Trait age;
  age.name = "age";
  age.set_by = TraitSetBy::age;
  age.levels.resize(2);
  age.levels[0].name = "young";
  age.levels[1].name = "old";
  age.levels[1].from_years = 9;
  s.traits.push_back(age);
  return s;
}

CsvPopulation read(const std::string& text) {
  return read_csv_population(reading(TemporaryFile(text).name()));
}

/// The faults of a text as "row:column: text".
std::vector<std::string> faults_of(const std::string& text) {
  const TemporaryFile file(text);
  try {
    read_csv_population(reading(file.name()));
  } catch (const InputError& error) {
    std::vector<std::string> faults;
    for (const Issue& issue : error.issues()) {
      CHECK(issue.place == file.name());
      faults.push_back(std::to_string(issue.line) + ":" + std::to_string(issue.column) + ": " + issue.text);
    }
    return faults;
  }
  return {};
}

using Faults = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "population from CSV: quotes, CRLF, a byte order mark, blanks and a missing last line end are "
    "understood") {
  const auto population = read(
      "\xEF\xBB\xBFsite,\"age_1\", kin ,age_2\r\nnorth,3.5,yes,\r\n\"south\", 7 "
      ",\"no\",12\r\n\r\nnorth,+1,yes,2e0");
  REQUIRE(population.families.size() == 3);
  CHECK_FALSE(population.dated);
  CHECK(population.families[0].ages == std::vector<double>{3.5});
  CHECK(population.families[0].site == SiteIndex{0});
  CHECK(population.families[0].levels[0] == std::uint8_t{1});
  CHECK_FALSE(population.families[0].levels[1]);
  CHECK(population.families[1].ages == std::vector<double>{7, 12});
  CHECK(population.families[1].site == SiteIndex{1});
  CHECK(population.families[1].levels[0] == std::uint8_t{0});
  CHECK(population.families[2].ages == std::vector<double>{1, 2});
  CHECK(population.cumulative_shares.back() == 1.0);
}

TEST_CASE("population from CSV: names with commas, quotes and line ends stand in quotes") {
  Scenario s = reading("");
  s.sites[1].name = "St. \"Paul\", lower\npart";
  const TemporaryFile file("site,weight\n\"St. \"\"Paul\"\", lower\npart\",1\nnorth,1\n");
  s.families.csv = file.name();
  const auto population = read_csv_population(s);
  REQUIRE(population.families.size() == 2);
  CHECK(population.families[0].site == SiteIndex{1});
}

TEST_CASE(
    "population from CSV: every fault is told at once, with its row and column and what would be right") {
  CHECK(faults_of("age_1,age_2,kin,site\n-3,4,yes,north\n2,18,maybe,suoth\nnan,1e999,,\n5,x,YES,north\n") ==
        Faults{"2:1: age_1 is -3; it must be in [0, 18)", "3:2: age_2 is 18; it must be in [0, 18)",
               "3:3: kin is \"maybe\", an unknown level",
               "3:4: site is \"suoth\", an unknown site; did you mean south?",
               "4:1: age_1 is \"nan\"; it must be an age in years",
               "4:2: age_2 is \"1e999\"; it must be an age in years",
               "5:2: age_2 is \"x\"; it must be an age in years"});
  CHECK(faults_of("housin,age_1,age_1,age,\nyes,1,2,old,x\n") ==
        Faults{"1:1: unknown column housin; did you mean housing?", "1:3: column age_1 is there twice",
               "1:4: trait age follows from the children's ages; give age_1, age_2 ... instead",
               "1:5: the column has no name"});
  CHECK(faults_of("age_1,age_2,age_3\n,2,\n1,,3\n") ==
        Faults{"2:1: age_1 is empty but age_2 is given", "3:2: age_2 is empty but age_3 is given"});
  CHECK(faults_of("age_1,kin\n1\n2,yes,3\n") ==
        Faults{"2:0: the row has 1 cells; the header has 2", "3:0: the row has 3 cells; the header has 2"});
  CHECK(faults_of("kin,age_1\n\"yes,1\n") ==
        Faults{"2:1: a quote is opened and never closed", "2:0: the row has 1 cells; the header has 2"});
  CHECK(faults_of("kin,age_1\n\"yes\"x,1\n") == Faults{"2:1: there is text after the closing quote"});
}

TEST_CASE("population from CSV: weights and days are numbers, and files have families") {
  CHECK(faults_of("kin,weight\nyes,-1\nno,heavy\n") ==
        Faults{"2:2: weight is -1; it must be at least 0", "3:2: weight is \"heavy\"; it must be a number"});
  CHECK(faults_of("kin,weight\nyes,0\nno,0\n") ==
        Faults{"0:0: every weight is 0; at least one must be positive"});
  CHECK(
      faults_of("kin,entry_day\nyes,2026-10-01\nno,\n") ==
      Faults{
          "2:2: entry_day is 2026-10-01, but the run has no date to count from; set run.opening, the date of "
          "day 0, or write days from the opening",
          "3:2: entry_day is empty; it must be a day, counted from the opening"});
  CHECK(faults_of("weight,entry_day\n1,3\n").size() == 1);
  CHECK(faults_of("") == Faults{"0:0: the population file is empty; its first row must name the columns"});
  CHECK(faults_of("kin\n") ==
        Faults{"0:0: the population file has no families; it must have a row for each"});
  CHECK(
      faults_of("kin\n\xff\xfe\n") ==
      Faults{"0:0: the population file is not UTF-8 text; a spreadsheet program saves it as \"CSV UTF-8\""});
  CHECK_THROWS_AS(check_population(reading("/nowhere/families.csv")), InputError);
  CHECK_THROWS_AS(check_population(reading(std::filesystem::temp_directory_path().string())), InputError);
  CHECK_NOTHROW(check_population(reading("")));
}

TEST_CASE(
    "population from CSV: of very many faults the first hundred are told, and how many more there are") {
  std::string text = "age_1\n";
  for (int i = 0; i < 250; ++i) text += "-1\n";
  const auto faults = faults_of(text);
  REQUIRE(faults.size() == 101);
  CHECK(faults.back() == "0:0: and 150 more faults");
}

TEST_CASE(
    "population from CSV: without days each entering family is a row drawn by weight, what is empty is "
    "drawn") {
  const TemporaryFile file("age_1,site,kin,weight\n2,north,yes,3\n5,south,no,1\n9,,,0\n");
  Scenario s = reading(file.name());
  s.run.warm_up_years = 0;
  s.run.entry_years = 20;
  const Population population(s);
  const Draws draws(7, 0);
  const auto entries = population.entries(draws);
  double first = 0;
  double housing = 0;
  for (FamilyNumber i = 1; i <= entries.size(); ++i) {
    std::array<std::uint8_t, 3> levels{};
    const Profile p = population.profile(i, entries[i - 1], draws, levels.data());
    REQUIRE(p.csv_row < 2);
    REQUIRE(p.age[0] == (p.csv_row == 0 ? 2.0 : 5.0));
    REQUIRE(entries[i - 1].site == p.csv_row);
    REQUIRE(levels[0] == 1 - p.csv_row);
    first += p.csv_row == 0 ? 1 : 0;
    housing += levels[1];
  }
  const auto n = static_cast<double>(entries.size());
  CHECK(first / n == Approx(0.75).margin(4 * std::sqrt(0.75 * 0.25 / n)));  // four standard errors
  CHECK(housing / n == Approx(0.5).margin(4 * std::sqrt(0.25 / n)));
}

TEST_CASE(
    "population from CSV: with days every row enters once, in order of time, those outside the run never") {
  const TemporaryFile file("entry_day,age_1\n100,1\n-5000,2\n-10,3\n100,4\n99999,5\n-400,6\n");
  Scenario s = reading(file.name());
  s.run.warm_up_years = 2;
  const Population population(s);
  const Draws draws(7, 3);
  const auto entries = population.entries(draws);
  REQUIRE(entries.size() == 4);
  const std::array<double, 4> days{-400, -10, 100, 100};
  const std::array<double, 4> ages{6, 3, 1, 4};
  for (FamilyNumber i = 1; i <= 4; ++i) {
    std::array<std::uint8_t, 3> levels{};
    const Profile p = population.profile(i, entries[i - 1], draws, levels.data());
    CHECK(p.entry == days[i - 1]);
    CHECK(p.age[0] == ages[i - 1]);
    CHECK(p.turns_adult[0] == days[i - 1] + (18 - ages[i - 1]) * days_per_year);
  }
}

TEST_CASE("population from CSV: a file is read once for all replications, and one that changed is refused") {
  const TemporaryFile file("age_1\n1\n2\n");
  Scenario s = reading(file.name());
  s.families.csv_content = check(s)->families.csv_content;
  const auto once = csv_population(s);
  file.write("age_1\n3\n");
  CHECK(csv_population(s) == once);
  Scenario other = s;
  other.sites[0].name = "west";  // read anew, as names of sites are part of the reading
  CHECK_THROWS_AS(csv_population(other), RunError);
  other.families.csv_content.clear();
  CHECK(csv_population(other)->families.size() == 1);
}

TEST_CASE("population from CSV: what spreadsheets leave below and beside a table is passed over and noted") {
  const auto population = read("site,age_1,kin,,\r\nnorth,3,yes,,\r\n,,,,\r\n,,,,\r\n");
  CHECK(population.families.size() == 1);
  CHECK(population.notes == std::vector<std::string>{"2 empty columns skipped", "2 blank rows skipped"});
  CHECK(read("site,,age_1\nnorth,,3\n").families[0].ages == std::vector<double>{3});
  CHECK(read("site,age_1\nnorth,3\n").notes.empty());
  // Columns are told by their place in the file, and text below no name is a fault.
  CHECK(faults_of("site,,age_1\nnorth,,x\n") == Faults{"2:3: age_1 is \"x\"; it must be an age in years"});
  CHECK(faults_of("\nsite,,age_1\nnorth,5,3\n") == Faults{"2:2: the column has no name"});
}

TEST_CASE("population from CSV: semicolons and tabs separate cells where the header has most of them") {
  const auto semicolons = read("\xEF\xBB\xBFsite;age_1;kin\r\nnorth;3.5;1\r\n");
  CHECK(semicolons.families[0].ages == std::vector<double>{3.5});
  CHECK(semicolons.families[0].levels[0] == std::uint8_t{1});
  CHECK(semicolons.notes == std::vector<std::string>{"its cells are separated by semicolons"});
  const auto tabs = read("site\tage_1\tkin\n\t3.5\t\"no\"\n");
  CHECK_FALSE(tabs.families[0].site);
  CHECK(tabs.families[0].levels[0] == std::uint8_t{0});
  CHECK(read("\"kin\",site\nyes,north\n").notes.empty());
}

TEST_CASE("population from CSV: a decimal comma is named as one") {
  CHECK(faults_of("site;age_1\nnorth;3,5\n") ==
        Faults{"2:2: age_1 is \"3,5\"; it must be an age in years; it has a decimal comma, write 3.5"});
  CHECK(faults_of("site,age_1\nnorth,3,5\n") == Faults{"2:0: the row has 3 cells; the header has 2; if 3,5 "
                                                       "is one number with a decimal comma, write 3.5"});
}

TEST_CASE("population from CSV: no and yes are read as spreadsheets write them, of such traits alone") {
  for (const char* yes : {"1", "y", "Y", "YES", "true", "TRUE", "Yes"})
    CHECK(read(std::string{"kin\n"} + yes + "\n").families[0].levels[0] == std::uint8_t{1});
  for (const char* no : {"0", "n", "No", "FALSE"})
    CHECK(read(std::string{"kin\n"} + no + "\n").families[0].levels[0] == std::uint8_t{0});
  CHECK(faults_of("kin\n2\n").size() == 1);
  Scenario s = reading("");
  s.traits[0].levels[1].name = "near";
  const TemporaryFile file("kin\n1\n");
  s.families.csv = file.name();
  CHECK_THROWS_AS(read_csv_population(s), InputError);
}

TEST_CASE("population from CSV: dates are days where the run has an opening, serial days never") {
  const TemporaryFile file("entry_day\n2026-10-31\n-4\n2026-09-30\n");
  Scenario s = reading(file.name());
  s.run.opening = parse_date("2026-10-01");
  const auto population = read_csv_population(s);
  CHECK(population.families[0].entry_day == -4);
  CHECK(population.families[1].entry_day == -1);
  CHECK(population.families[2].entry_day == 30);
  CHECK(faults_of("entry_day\n31.12.2026\n") ==
        Faults{
            "2:1: entry_day is \"31.12.2026\"; it must be a day, counted from the opening; a date is written "
            "2027-01-31, with run.opening the date of day 0"});
  CHECK(
      faults_of("site,entry_day\nnorth,45204\nnorth,45210\n") ==
      Faults{
          "2:2: entry_day is 45204, as are others like it: these are a spreadsheet's serial dates (45204 is "
          "2023-10-05); write days from the opening, or set run.opening and write 2023-10-05"});
  // One day far off is no column of them.
  CHECK(read("entry_day\n45204\n1\n2\n3\n").families.size() == 4);
}

TEST_CASE("population notes: days outside the run are counted, the last instant among them") {
  const TemporaryFile file("entry_day\n-400\n5\n800\n730.5\n730.4\n0\n");
  Scenario s = reading(file.name());
  auto notes = population_notes(s);
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes[0], Catch::Contains("3 of 6 families") && Catch::Contains("from day 0 up to day 730.5"));
  s.run.opening = parse_date("2026-10-01");
  CHECK_THAT(population_notes(s)[0], Catch::Contains("up to day 730.5 (2028-09-30)"));
}

TEST_CASE(
    "population notes: a warm-up shorter than childhood is noted unless nobody is drawn or turns adult") {
  Scenario s;
  s.families.entries_per_year = 100;
  s.families.age_out_years = 18;
  s.run.warm_up_years = 17.9;
  REQUIRE(population_notes(s).size() == 1);
  CHECK_THAT(population_notes(s)[0], Catch::Contains("families in care are not yet stationary"));
  s.run.warm_up_years = 18;
  CHECK(population_notes(s).empty());
  s.run.warm_up_years = 0;
  s.families.age_out_years = forever;
  CHECK(population_notes(s).empty());
  const TemporaryFile file("entry_day\n5\n");
  s = reading(file.name());
  CHECK(population_notes(s).empty());
}
