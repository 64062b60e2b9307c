#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "sim/cli/row_choice.hpp"
#include "sim/cli/short_names.hpp"
#include "sim/core/issues.hpp"

using namespace homeward;

using Names = std::vector<std::string>;
using Rows = std::vector<std::size_t>;

TEST_CASE("rows: few are all shown in their order, of many the baseline, the best and the worst") {
  const std::vector<double> means{5, 1, 9, 3, 7};
  CHECK(choose_rows(means, Better::higher, 0, 5).rows == Rows{0, 1, 2, 3, 4});
  const auto higher = choose_rows(means, Better::higher, 0, 3);
  CHECK(higher.rows == Rows{0, 2, 1});  // baseline, best, worst
  CHECK(higher.gap == 2);
  CHECK(higher.left_out == 2);
  CHECK(choose_rows(means, Better::lower, 0, 3).rows == Rows{0, 1, 2});
  CHECK(choose_rows(means, Better::higher, std::nullopt, 4).rows == Rows{2, 4, 3, 1});
  CHECK(choose_rows(means, Better::higher, 0, 1).rows == Rows{0});
}

TEST_CASE("rows: scenarios without a number are not the worst") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> means{nan, 4, nan, 2, 3};
  CHECK(choose_rows(means, Better::higher, std::nullopt, 2).rows == Rows{1, 3});
  CHECK(choose_rows(std::vector<double>(9, nan), Better::higher, std::nullopt, 2).rows.size() == 2);
}

TEST_CASE("rows: the limit is a number or all; else a screen of many") {
  CHECK(RowLimit{""}.most(24) == 24);
  CHECK(RowLimit{""}.most(25) < 25);
  CHECK(RowLimit{"all"}.most(9999) == 9999);
  CHECK(RowLimit{"7"}.most(9999) == 7);
  for (const auto* wrong : {"0", "-1", "x", "3x"}) CHECK_THROWS_AS(RowLimit{wrong}.most(10), UsageError);
}

TEST_CASE("short names: those that fit stay as they are") {
  const Names names{"us-baseline", "ratio-1-to-8"};
  CHECK(short_names(names, 20) == names);
}

TEST_CASE("short names: design points lose the ends of their keys and keep their levels") {
  const Names names{"families_per_coach=12, positions=4", "families_per_coach=12, positions=40"};
  const auto made = short_names(names, 28);
  CHECK(made == Names{"families_p…=12, positions=4", "families_p…=12, positions=40"});
}

TEST_CASE("short names: others lose their middle, and nothing where two would be the same") {
  CHECK(short_names({"a-county-with-a-long-name-north", "b-county-with-a-long-name-south"}, 16) ==
        Names{"a-count…me-north", "b-count…me-south"});
  const Names alike{"aaaaaaaaaaaaaaaaaa1aaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaa2aaaaaaaaaaaaaaaaaa"};
  CHECK(short_names(alike, 10) == alike);
}
