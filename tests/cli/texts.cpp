#include <catch2/catch.hpp>

#include <array>
#include <limits>
#include <string>
#include <vector>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/table.hpp"

using namespace homeward;

namespace {
constexpr double nobody = std::numeric_limits<double>::quiet_NaN();
}

TEST_CASE(
    "numbers: shares in percent, days with one decimal, dollars with separators, nobody at risk as a dash") {
  CHECK(show(0.31249, Style::percent) == "31.2");
  CHECK(show(412.08, Style::days) == "412.1");
  CHECK(show(1234567.4, Style::dollars) == "1,234,567");
  CHECK(show(-1234.0, Style::dollars) == "-1,234");
  CHECK(show(-123.0, Style::dollars) == "-123");
  CHECK(show(999.0, Style::dollars) == "999");
  CHECK(show(0.1234, Style::plain) == "0.123");
  CHECK(show(0.0, Style::plain) == "0");
  CHECK(show(2.345, Style::plain) == "2.35");
  CHECK(show(41.26, Style::plain) == "41.3");
  CHECK(show(12345.6, Style::plain) == "12,346");
  CHECK(show(nobody, Style::percent) == "–");
}

TEST_CASE("numbers: a difference carries its sign, and none where it rounds to nothing") {
  CHECK(show_signed(0.018, Style::percent) == "+1.8");
  CHECK(show_signed(-12.34, Style::days) == "-12.3");
  CHECK(show_signed(-0.0001, Style::percent) == "-0.01");
  CHECK(show_signed(0.00036, Style::percent) == "+0.04");
  CHECK(show_signed(0, Style::percent) == "+0.0");
  CHECK(show_signed(-1500, Style::dollars) == "-1,500");
}

TEST_CASE("numbers: an estimate and the ends of its interval look different where they differ") {
  using texts = std::vector<std::string>;
  CHECK(show_signed_apart(std::array{0.0010, 0.0008, 0.0012}, Style::percent) ==
        texts{"+0.10", "+0.08", "+0.12"});
  CHECK(show_signed_apart(std::array{0.012, 0.010, 0.014}, Style::percent) == texts{"+1.2", "+1.0", "+1.4"});
  CHECK(show_signed_apart(std::array{5.0, 5.0, 5.0}, Style::days) == texts{"+5.0", "+5.0", "+5.0"});
  CHECK(show_apart(std::array{0.3, 0.3 * (1 + 1e-15)}, Style::percent) == texts{"30.0", "30.0"});
  CHECK(show_apart(std::array{41.26, 41.29}, Style::plain) == texts{"41.26", "41.29"});
  CHECK(show_apart(std::array{nobody, 1.0}, Style::days) == texts{"–", "1.0"});
  PairedEstimate difference{};
  difference.mean = 0.1, difference.ci_low = 0.08, difference.ci_high = 0.12;
  OutcomeInfo days{};
  days.quantity = Quantity::days;
  CHECK(difference_text(days, difference) == "+0.10 (+0.08 to +0.12)");
}

TEST_CASE("numbers: how an outcome is shown follows from its quantity") {
  const auto style = [](std::string_view name) { return style_of(outcome_table()[outcome_index(name)]); };
  CHECK(style("reunified_12_months") == Style::percent);
  CHECK(style("permanency_24_months_or_more") == Style::percent);
  CHECK(style("reentry_12_months_federal") == Style::percent);
  CHECK(style("served_share_of_families") == Style::percent);
  CHECK(style("coach_use") == Style::percent);
  CHECK(style("families_entered") == Style::plain);
  CHECK(style("naive_reunification_odds_ratio") == Style::plain);
  CHECK(style("mean_trust") == Style::plain);
  CHECK(style("cost_total") == Style::dollars);
  CHECK(style("median_days_in_care") == Style::days);
  CHECK(style("contact_hours_per_family") == Style::hours);
}

TEST_CASE("numbers: sizes and times are short") {
  CHECK(show_bytes(1234) == "2 kB");
  CHECK(show_bytes(3'400'000'000) == "3.4 GB");
  CHECK(show_seconds(3.2) == "3 s");
  CHECK(show_seconds(125) == "2 min 05 s");
  CHECK(show_seconds(4321) == "1 h 12 min");
  CHECK(with_thousands(1234567) == "1,234,567");
}

TEST_CASE("table: columns fit their cells, UTF-8 counts by characters, long cells are cut") {
  Table table({{"Outcome", Align::left, 10}, {"Mean", Align::right}, {"Note"}});
  table.add_heading("exits");
  table.add({"short", "–"});
  table.add({"a name too long", "1,234"});
  CHECK(table.text() ==
        "Outcome      Mean\n"
        "─────────────────\n"
        "exits\n"
        "short           –\n"
        "a name to…  1,234\n");
  CHECK(characters("– €") == 3);
  CHECK(cut("größer", 6) == "größer");
  CHECK(cut("größer", 4) == "grö…");
}

TEST_CASE("json: nests, escapes, and has no NaN") {
  JsonWriter json;
  json.begin_object()
      .field("name", std::string("a \"b\"\n"))
      .field("mean", nobody)
      .field("n", std::uint64_t{3});
  json.key("list").begin_list().value(0.1).value(true).end_list();
  json.key("empty").begin_list().end_list().end_object();
  CHECK(json.text() ==
        "{\n  \"name\": \"a \\\"b\\\"\\u000a\",\n  \"mean\": null,\n  \"n\": 3,\n"
        "  \"list\": [\n    0.1,\n    true\n  ],\n  \"empty\": []\n}\n");
}

TEST_CASE("progress: runs, events a second and time left; nothing to extrapolate before the first run") {
  CHECK(progress_text(0, 40, 0, 1.0, false) == "0/40 runs");
  CHECK(progress_text(10, 40, 32'000'000, 10.0, false) == "10/40 runs  3.2 M events/s  30 s left");
  CHECK(progress_text(40, 40, 4000, 10.0, false) == "40/40 runs  400 events/s");
  CHECK(progress_text(20, 40, 0, 0.0, true) == "[████████████············]  20/40 runs");
}
