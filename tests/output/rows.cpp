#include "output/rows.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace homeward;

namespace {

template <typename T>
double number_at(const std::string& bytes, std::size_t at) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof(T));
  return static_cast<double>(value);
}

/// The numbers of a packed row by the names of its columns: what a program sees that knows the file alone.
template <typename Row>
std::map<std::string, double> by_name(const Row& row) {
  std::string bytes;
  rows::pack(bytes, row);
  std::map<std::string, double> numbers;
  std::size_t at = 0;
  for (const auto& column : rows::columns_of<Row>()) {
    using rows::ColumnType;
    double& number = numbers[column.name];
    if (column.type == ColumnType::int8) number = number_at<std::int8_t>(bytes, at);
    if (column.type == ColumnType::int16) number = number_at<std::int16_t>(bytes, at);
    if (column.type == ColumnType::int32) number = number_at<std::int32_t>(bytes, at);
    if (column.type == ColumnType::int64) number = number_at<std::int64_t>(bytes, at);
    if (column.type == ColumnType::float32) number = number_at<float>(bytes, at);
    if (column.type == ColumnType::float64) number = number_at<double>(bytes, at);
    at += column.size;
  }
  CHECK(at == bytes.size());
  return numbers;
}

}  // namespace

TEST_CASE("rows: every column of a family holds what its name says") {
  FamilyRow row;
  row.family = 1;
  row.site = 2;
  row.episode = 3;
  row.children = 4;
  row.exit_kind = 5;
  row.accepts = 6;
  row.referred = 7;
  row.youngest_age_years = 8.5F;
  row.moves = 9;
  row.removal_day = 10.5;
  row.exit_day = 11.5;
  row.first_coach_day = 12.5;
  row.reentry_day = 13.5;
  row.joined_day = 14.5;
  row.left_queue_day = 15.5;
  row.queue_end = 16;
  CHECK(by_name(row) == std::map<std::string, double>{{"family", 1},
                                                      {"site", 2},
                                                      {"episode", 3},
                                                      {"children", 4},
                                                      {"exit_kind", 5},
                                                      {"accepts", 6},
                                                      {"referred", 7},
                                                      {"youngest_age_years", 8.5},
                                                      {"moves", 9},
                                                      {"removal_day", 10.5},
                                                      {"exit_day", 11.5},
                                                      {"first_coach_day", 12.5},
                                                      {"reentry_day", 13.5},
                                                      {"joined_day", 14.5},
                                                      {"left_queue_day", 15.5},
                                                      {"queue_end", 16}});
}

TEST_CASE("rows: every column of an event and of a run holds what its name says") {
  EventRow event;
  event.day = 1.5;
  event.family = 2;
  event.position = 3;
  event.holder = 4;
  event.site = 5;
  event.episode = 6;
  event.kind = 7;
  event.detail = 8;
  CHECK(by_name(event) == std::map<std::string, double>{{"day", 1.5},
                                                        {"family", 2},
                                                        {"position", 3},
                                                        {"holder", 4},
                                                        {"site", 5},
                                                        {"episode", 6},
                                                        {"kind", 7},
                                                        {"detail", 8}});
  const rows::RunRow run{1, 2, 3, 4, 5, 6, 7};
  CHECK(by_name(run) == std::map<std::string, double>{{"scenario", 1},
                                                      {"replication", 2},
                                                      {"status", 3},
                                                      {"first_family_row", 4},
                                                      {"family_rows", 5},
                                                      {"first_event_row", 6},
                                                      {"event_rows", 7}});
}
