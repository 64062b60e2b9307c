#include "sim/cli/fill_template.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "sim/cli/stress_template.hpp"

using namespace homeward;

namespace {

constexpr const char* page =
    "# Page\n<!-- results: one -->\n*later*\n<!-- end -->\nSee [KEYS.md](../../scenarios/KEYS.md) and\n"
    "[a site](https://example.org).\n<!-- results: two -->\n*later*\n<!-- end -->\n";

}  // namespace

TEST_CASE("template: answers stand where their places were, and links name files of the repository") {
  CHECK(places_in(page) == std::vector<std::string>{"one", "two"});
  CHECK(fill(page, {{"one", "1 | 2"}, {"two", "3"}}, "sim/model") ==
        "# Page\n1 | 2\nSee `scenarios/KEYS.md` and\n[a site](https://example.org).\n3\n");
}

TEST_CASE("template: a place without an answer, or an answer without a place, is a fault") {
  CHECK_THROWS_AS(fill(page, {{"one", "1"}}, ""), std::logic_error);
  CHECK_THROWS_AS(fill(page, {{"one", "1"}, {"two", "2"}, {"three", "3"}}, ""), std::logic_error);
  CHECK_THROWS_AS(fill("<!-- results: one -->\n*later*\n", {{"one", "1"}}, ""), std::logic_error);
}

TEST_CASE("template: tables of Markdown keep what a cell says in the cell") {
  CHECK(markdown_table({"a", "b"}, {{"1|2", "two\nlines"}}) ==
        "| a | b |\n|---|---|\n| 1\\|2 | two lines |\n");
}

TEST_CASE("template: the description of the model is compiled in, with every item of STRESS-DES") {
  for (const auto* item :
       {"### 1.1 ", "### 1.2 ",    "### 1.3 ",    "### 2.1 ",    "### 2.2 ",    "### 2.3 ",
        "### 2.4 ", "#### 2.5.1 ", "#### 2.5.2 ", "#### 2.5.3 ", "#### 2.5.4 ", "#### 2.5.5 ",
        "### 3.1 ", "### 3.2 ",    "### 3.3 ",    "### 3.4 ",    "### 4.1 ",    "### 4.2 ",
        "### 4.3 ", "### 5.1 ",    "### 5.2 ",    "### 5.3 ",    "### 5.4 ",    "### 6.1 "}) {
    CHECK(stress_template.find(item) != std::string_view::npos);
  }
  CHECK(places_in(stress_template).size() == 15);
}
