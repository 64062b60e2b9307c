#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "output/run_source.hpp"
#include "output/run_tables.hpp"
#include "sim/experiment/run_plan.hpp"
#include "sim/experiment/run_sink.hpp"

/// Part files: finished runs, keyed by what they are, waiting to be assembled. A part is written whole,
/// flushed and renamed, and ends with a checksum of all before it; it may come from any program that computed
/// these runs.
namespace homeward {

/// Gathers finished runs of a plan and writes them as part files when they are many or a while has passed.
class PartWriter final : public RunSink {
 public:
  /// Makes the folder if it is missing. The plan must outlive the writer. A part is written `after` a while,
  /// or when it has grown large. Throws RunError.
  PartWriter(std::filesystem::path folder, const RunPlan& plan,
             std::chrono::steady_clock::duration after = std::chrono::seconds(5));

  /// Throws RunError if a part cannot be written; the runs not yet written stay here, and flush() tries
  /// again.
  void take(std::size_t run, RunResult&& result) override;
  /// Writes what is gathered. To be called after the last run. Throws RunError.
  void flush() override;
  /// Names of the parts written so far.
  const std::vector<std::string>& written() const { return written_; }

 private:
  std::filesystem::path folder_;
  const RunPlan& plan_;
  std::chrono::steady_clock::duration flush_after_;
  std::vector<std::string> written_;
  std::string gathered_;
  std::chrono::steady_clock::time_point last_flush_;
};

/// What becomes of parts that are damaged or of another version, and of unfinished files.
enum class DamagedParts : std::uint8_t { remove, leave };

/// The runs of a plan that stand in a folder of part files. Opening it removes what is damaged, unless told
/// to leave it; what cannot be read (rights, a disk that fails) may be whole, so that is a RunError. A folder
/// that does not exist holds no runs.
class PartSource final : public RunSource {
 public:
  /// The plan must outlive the source.
  PartSource(const std::filesystem::path& folder, const RunPlan& plan,
             DamagedParts damaged = DamagedParts::remove);

  bool has(std::size_t scenario, std::uint32_t replication) const override;
  std::optional<RunResult> load(std::size_t scenario, std::uint32_t replication, Portion portion) override;
  std::size_t runs() const { return places_.size(); }
  /// How many replications a plan needs to hold all of them.
  std::uint32_t replications() const;
  /// Parts with runs of other scenarios or another seed than the plan's: of a study that was left unfinished.
  const std::vector<std::filesystem::path>& of_other_studies() const { return of_other_studies_; }
  /// What this program measures and runs of the plan do not store, because another program left them. They
  /// are not there, then.
  const std::vector<std::string>& lacking() const { return lacking_; }

 private:
  /// Where a run stands. There may be millions: numbers only, which stand for digests and files.
  struct Place {
    std::uint32_t digest{};  ///< into digests_
    std::uint32_t replication{};
    std::uint32_t part{};  ///< into parts_
    std::uint64_t offset{};
    std::uint64_t size{};
  };
  /// Whether it is a whole part. Throws RunError.
  bool take_part(const std::filesystem::path& file);
  void index(std::istream& part_file, std::uint64_t at, std::uint64_t end);
  void sort_places();
  const Place* find(std::size_t scenario, std::uint32_t replication) const;

  const RunPlan& plan_;
  std::map<std::string, std::uint32_t> digests_;  ///< of the plan's scenarios
  std::vector<std::uint32_t> digest_of_;          ///< [scenario]
  std::vector<std::filesystem::path> parts_;
  std::set<RunTables> tables_;
  std::vector<const RunTables*> tables_of_;  ///< [part]
  std::vector<std::string> lacking_;
  std::vector<std::filesystem::path> of_other_studies_;
  std::vector<Place> places_;  ///< by digest and replication, each pair once
};

/// Removes what this program put into a folder of part files, but for the files to keep; and the folder, if
/// nothing is left.
void remove_parts(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& keep = {});

}  // namespace homeward
