#include "sim/core/nearest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace homeward;

TEST_CASE("nearest name: distance counts letters added, dropped, changed and swapped") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("summary", "summary") == 0);
  CHECK(edit_distance("sumary", "summary") == 1);
  CHECK(edit_distance("smumary", "summary") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("nearest name: the least distance wins, the first of equals, none of none") {
  const std::vector<std::string> known{"run", "check", "summary"};
  CHECK(nearest_name("smmary", known) == "summary");
  CHECK(nearest_name("rn", known) == "run");
  CHECK(nearest_name("anything", std::vector<std::string>{}).empty());
  CHECK(nearest_name("x", std::vector<std::string>{"b", "a"}) == "b");
}
