#include "output/part_codec.hpp"

#include <cstring>
#include <vector>

#include "output/rows.hpp"

namespace homeward {
namespace {

using rows::put;

template <typename T>
void put_raw(std::string& bytes, T value) {
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  bytes.append(raw, sizeof(T));
}

template <typename T>
void put_array(std::string& bytes, const std::vector<T>& values) {
  put_raw<std::uint64_t>(bytes, values.size());
  if (!values.empty()) bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

void put_text(std::string& bytes, std::string_view text) {
  put_raw<std::uint64_t>(bytes, text.size());
  bytes.append(text);
}

template <typename Row>
void put_rows(std::string& bytes, const std::vector<Row>& table) {
  put_raw<std::uint64_t>(bytes, table.size());
  // Of a large program these are most of the memory: no doubling then.
  constexpr std::size_t many = 100'000;
  if (table.size() > many)
    bytes.reserve(bytes.size() + table.size() * rows::row_size(rows::columns_of<Row>()));
  for (const auto& row : table) rows::pack(bytes, row);
}

/// Takes values off the front of bytes; once something does not fit, everything after it fails too.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : left_(bytes) {}

  template <typename T>
  void raw(T& value) {
    if (!enough(1, sizeof(T))) return;
    std::memcpy(&value, left_.data(), sizeof(T));
    left_.remove_prefix(sizeof(T));
  }
  template <typename T>
  void array(std::vector<T>& values) {
    const auto count = take_count(sizeof(T));
    values.resize(count);
    if (count > 0) std::memcpy(values.data(), left_.data(), count * sizeof(T));
    left_.remove_prefix(count * sizeof(T));
  }
  void text(std::string& value) {
    const auto count = take_count(1);
    value.assign(left_.substr(0, count));
    left_.remove_prefix(count);
  }
  template <typename Row>
  void table(std::vector<Row>& table) {
    const auto size = rows::row_size(rows::columns_of<Row>());
    table.resize(take_count(size));
    for (auto& row : table)
      rows::unpack(left_.data() + static_cast<std::size_t>(&row - table.data()) * size, row);
    left_.remove_prefix(table.size() * size);
  }
  bool fits() const { return fits_; }
  bool at_end() const { return fits_ && left_.empty(); }

 private:
  bool enough(std::uint64_t count, std::size_t size) {
    fits_ = fits_ && count <= left_.size() / size;
    return fits_;
  }
  std::size_t take_count(std::size_t size) {
    std::uint64_t count{};
    raw(count);
    return enough(count, size) ? static_cast<std::size_t>(count) : 0;
  }

  std::string_view left_;
  bool fits_{true};
};

void take_identity(Taker& take, RunIdentity& identity) {
  std::uint8_t record{};
  take.text(identity.digest);
  take.raw(identity.seed);
  take.raw(identity.replication);
  take.raw(record);
  take.text(identity.logged_families);
  identity.record = static_cast<RecordLevel>(record);
}

}  // namespace

void encode(std::string& bytes, const RunIdentity& identity, const RunResult& result) {
  put_text(bytes, identity.digest);
  put_raw(bytes, identity.seed);
  put_raw(bytes, identity.replication);
  put_raw(bytes, static_cast<std::uint8_t>(identity.record));
  put_text(bytes, identity.logged_families);
  put_raw(bytes, static_cast<std::uint8_t>(result.failed));
  put_text(bytes, result.reason);
  put_raw(bytes, result.simulation_seconds);
  put_array(bytes, result.outcomes);
  put_array(bytes, result.reasons);
  put_array(bytes, result.diagnostics);
  put_array(bytes, result.by_trait);
  put_array(bytes, result.series);
  put_array(bytes, result.cumulative);
  put_array(bytes, result.at_risk);
  put_raw(bytes, result.cohort.first);
  put_array(bytes, result.cohort.state);
  put_array(bytes, result.cohort.days_in_care);
  put_rows(bytes, result.families);
  put_array(bytes, result.family_traits);
  put_rows(bytes, result.log);
}

std::optional<DecodedRun> decode(std::string_view bytes) {
  DecodedRun run;
  Taker take(bytes);
  take_identity(take, run.identity);
  std::uint8_t failed{};
  take.raw(failed);
  run.result.failed = failed != 0;
  take.text(run.result.reason);
  take.raw(run.result.simulation_seconds);
  take.array(run.result.outcomes);
  take.array(run.result.reasons);
  take.array(run.result.diagnostics);
  take.array(run.result.by_trait);
  take.array(run.result.series);
  take.array(run.result.cumulative);
  take.array(run.result.at_risk);
  take.raw(run.result.cohort.first);
  take.array(run.result.cohort.state);
  take.array(run.result.cohort.days_in_care);
  take.table(run.result.families);
  take.array(run.result.family_traits);
  take.table(run.result.log);
  if (!take.at_end()) return std::nullopt;
  return run;
}

std::optional<RunIdentity> decode_identity(std::string_view bytes) {
  RunIdentity identity;
  Taker take(bytes);
  take_identity(take, identity);
  if (!take.fits()) return std::nullopt;
  return identity;
}

}  // namespace homeward
