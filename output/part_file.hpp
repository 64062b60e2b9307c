#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "output/run_source.hpp"
#include "sim/experiment/run_plan.hpp"
#include "sim/experiment/run_sink.hpp"

/// Part files: finished runs, keyed by what they are, waiting to be assembled. A part is written whole,
/// flushed and renamed, and ends with a checksum of all before it; it may come from any program that computed
/// these runs.
namespace homeward {

/// Gathers finished runs of a plan and writes them as part files when they are many or a while has passed.
class PartWriter final : public RunSink {
 public:
  /// Makes the folder if it is missing. The plan must outlive the writer. Throws RunError.
  PartWriter(std::filesystem::path folder, const RunPlan& plan);

  /// Throws RunError if a part cannot be written; the runs not yet written stay here, and flush() tries
  /// again.
  void take(std::size_t run, RunResult&& result) override;
  /// Writes what is gathered. To be called after the last run. Throws RunError.
  void flush();

 private:
  std::filesystem::path folder_;
  const RunPlan& plan_;
  std::string gathered_;
  std::chrono::steady_clock::time_point last_flush_;
};

/// What becomes of parts that are damaged or of another version, and of unfinished files.
enum class DamagedParts : std::uint8_t { remove, leave };

/// The runs of a plan that stand in a folder of part files. Opening it removes what is damaged, unless told to leave
/// it. A folder that does not exist holds no runs.
class PartSource final : public RunSource {
 public:
  /// The plan must outlive the source.
  PartSource(const std::filesystem::path& folder, const RunPlan& plan,
             DamagedParts damaged = DamagedParts::remove);

  bool has(std::size_t scenario, std::uint32_t replication) const override;
  std::optional<RunResult> load(std::size_t scenario, std::uint32_t replication, Portion portion) override;
  std::size_t runs() const { return places_.size(); }

 private:
  struct Place {
    std::filesystem::path part;
    std::uint64_t offset{};
    std::uint64_t size{};
  };
  using Key = std::tuple<std::string, std::uint32_t>;  // scenario digest, replication

  void index(const std::filesystem::path& part, std::string_view bytes);

  const RunPlan& plan_;
  std::map<Key, Place> places_;
};

/// Removes a folder of part files and everything this program put into it.
void remove_parts(const std::filesystem::path& folder);

}  // namespace homeward
