#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/measure/run_result.hpp"

/// Rows of the long tables as packed bytes, the same in part files and in the results file. Each table's
/// columns are listed once, in its `visit`; names, types, packing and unpacking all follow from it.
namespace homeward::rows {

enum class ColumnType : std::uint8_t { int8, int16, int32, int64, float32, float64, text };
struct Column {
  std::string name;
  ColumnType type{};
  std::size_t size{};  ///< bytes
};
using Columns = std::vector<Column>;
std::size_t row_size(const Columns& columns);

/// How a member is stored: unsigned numbers as int32, which readers everywhere know (all fit).
template <typename T>
using Stored = std::conditional_t<std::unsigned_integral<T>, std::int32_t, T>;

template <typename Row, typename Visitor>
requires std::same_as<std::remove_const_t<Row>, FamilyRow>
void visit(Row& row, Visitor&& column) {
  column("family", row.family);
  column("site", row.site);
  column("episode", row.episode);
  column("children", row.children);
  column("exit_kind", row.exit_kind);
  column("accepts", row.accepts);
  column("referred", row.referred);
  column("youngest_age_years", row.youngest_age_years);
  column("moves", row.moves);
  column("removal_day", row.removal_day);
  column("exit_day", row.exit_day);
  column("first_coach_day", row.first_coach_day);
  column("reentry_day", row.reentry_day);
  column("joined_day", row.joined_day);
  column("left_queue_day", row.left_queue_day);
  column("queue_end", row.queue_end);
}

template <typename Row, typename Visitor>
requires std::same_as<std::remove_const_t<Row>, EventRow>
void visit(Row& row, Visitor&& column) {
  column("day", row.day);
  column("family", row.family);
  column("position", row.position);
  column("holder", row.holder);
  column("site", row.site);
  column("episode", row.episode);
  column("kind", row.kind);
  column("detail", row.detail);
}

/// One row of /tables/runs.
struct RunRow {
  std::int32_t scenario{};
  std::int32_t replication{};
  std::int8_t status{};
  std::int64_t
      first_family_row{};  ///< where the run's rows start in /tables/families, and how many there are
  std::int64_t family_rows{};
  std::int64_t first_event_row{};
  std::int64_t event_rows{};
};

template <typename Row, typename Visitor>
requires std::same_as<std::remove_const_t<Row>, RunRow>
void visit(Row& row, Visitor&& column) {
  column("scenario", row.scenario);
  column("replication", row.replication);
  column("status", row.status);
  column("first_family_row", row.first_family_row);
  column("family_rows", row.family_rows);
  column("first_event_row", row.first_event_row);
  column("event_rows", row.event_rows);
}

template <typename T>
constexpr ColumnType column_type() {
  if constexpr (std::same_as<T, std::int8_t>)
    return ColumnType::int8;
  else if constexpr (std::same_as<T, std::int16_t>)
    return ColumnType::int16;
  else if constexpr (std::same_as<T, std::int32_t>)
    return ColumnType::int32;
  else if constexpr (std::same_as<T, std::int64_t>)
    return ColumnType::int64;
  else if constexpr (std::same_as<T, float>)
    return ColumnType::float32;
  else
    return ColumnType::float64;
}

template <typename Row>
Columns columns_of() {
  Columns columns;
  Row row{};
  visit(row, [&columns](std::string_view name, auto member) {
    using T = Stored<decltype(member)>;
    columns.push_back({std::string(name), column_type<T>(), sizeof(T)});
  });
  return columns;
}

template <typename T>
void put(std::string& bytes, T value) {
  const auto stored = static_cast<Stored<T>>(value);
  char raw[sizeof(stored)];
  std::memcpy(raw, &stored, sizeof(stored));
  bytes.append(raw, sizeof(stored));
}

template <typename Row>
void pack(std::string& bytes, const Row& row) {
  visit(row, [&bytes](std::string_view, auto member) { put(bytes, member); });
}

/// Reads a row from packed bytes, which must hold one, and returns where the bytes after it start.
template <typename Row>
const char* unpack(const char* bytes, Row& row) {
  visit(row, [&bytes](std::string_view, auto& member) {
    using T = std::remove_reference_t<decltype(member)>;
    Stored<T> stored;
    std::memcpy(&stored, bytes, sizeof(stored));
    bytes += sizeof(stored);
    member = static_cast<T>(stored);
  });
  return bytes;
}

}  // namespace homeward::rows
