#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/catalogs.hpp"
#include "sim/measure/run_result.hpp"

/// The bytes of one run in a part file.
namespace homeward {

/// What a stored run is.
struct RunIdentity {
  std::string digest;  ///< of its scenario
  std::uint64_t seed{};
  std::uint32_t replication{};
  RecordLevel record{};
  std::string logged_families;  ///< "all" or a list; of RecordLevel::events
  bool operator==(const RunIdentity&) const = default;
};

void encode(std::string& bytes, const RunIdentity& identity, const RunResult& result);

struct DecodedRun {
  RunIdentity identity;
  RunResult result;
};
/// Nothing if the bytes are not exactly one run.
std::optional<DecodedRun> decode(std::string_view bytes);
/// Only what stands at the start of a run's bytes.
std::optional<RunIdentity> decode_identity(std::string_view bytes);

}  // namespace homeward
