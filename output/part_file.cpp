#include "output/part_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <vector>

#include "output/checksum.hpp"
#include "output/part_codec.hpp"
#include "output/rows.hpp"
#include "output/safe_file.hpp"
#include "output/schema.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"
#include "sim/experiment/run_list.hpp"

namespace homeward {
namespace {

constexpr std::size_t flush_bytes = std::size_t{16} << 20U;
constexpr std::string_view extension = ".part";
constexpr std::size_t digits = 32;

// A part: this line, the names of what its runs store, an empty line, then for each run its length (8 bytes)
// and its bytes, then 32 digits of checksum of all before.
std::string first_line() {
  return fmt::format("homeward-part 4 model {}\n", model_version);
}

/// The next bytes of a file, fewer at its end.
std::string read(std::istream& in, std::uint64_t count) {
  std::string bytes(count, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

/// What stands before the runs of a part, or nothing if it is damaged or of another version.
std::optional<std::string> start_of(std::istream& in) {
  constexpr std::uint64_t longest = std::uint64_t{64} << 10U;
  auto start = read(in, longest);
  in.clear();
  in.seekg(0);
  const auto end = start.find("\n\n");
  if (!start.starts_with(first_line()) || end == std::string::npos) return std::nullopt;
  start.resize(end + 2);
  return start;
}

/// Where the runs of a part end, or nothing if it is damaged. Read in blocks: a part may hold one run of a
/// large program.
std::optional<std::uint64_t> end_of_runs(std::istream& in, std::uint64_t size, std::string_view start) {
  constexpr std::uint64_t block = std::uint64_t{1} << 20U;
  if (size < start.size() + digits || read(in, start.size()) != start) return std::nullopt;
  Checksum sum;
  sum.add(start);
  const auto end = size - digits;
  for (std::uint64_t at = start.size(); at < end; at += block) sum.add(read(in, std::min(block, end - at)));
  return read(in, digits) == sum.digits() ? std::optional(end) : std::nullopt;
}

RunIdentity identity_of(const RunPlan& plan, RunId id) {
  return {.digest = plan.scenarios[id.scenario].digest,
          .seed = plan.seed,
          .replication = id.replication,
          .record = plan.record,
          .logged_families = schema::logged_families_text(plan)};
}

bool serves(const RunIdentity& stored, const RunPlan& plan) {
  if (stored.seed != plan.seed || stored.record < plan.record) return false;
  return plan.record < RecordLevel::events || stored.logged_families == schema::logged_families_text(plan);
}

// What cannot be read now may hold finished runs all the same: it is no reason to do them again, and none to
// take them away.
[[noreturn]] void cannot_read(const std::filesystem::path& file, const std::string& why) {
  throw RunError(fmt::format("cannot read {}: {}; it may hold finished runs", file.string(), why));
}

bool is_ours(const std::filesystem::directory_entry& entry) {
  std::error_code gone;
  const auto kind = entry.symlink_status(gone).type();
  return kind == std::filesystem::file_type::regular &&
         (is_temporary(entry.path()) || entry.path().extension() == extension);
}

// What this program put there, in order of name, so that what is found does not depend on the file system.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  const std::filesystem::directory_iterator entries(folder, error);
  const bool none = error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
  if (error && !none) cannot_read(folder, error.message());
  for (const auto& entry : entries)
    if (is_ours(entry)) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

// Room for a part from the start, of which the system gives only what is written: a block that grew by
// doubling would leave holes behind, and take more memory whenever one stretch of time had more runs than
// those before.
std::string empty_block() {
  std::string block;
  block.reserve(flush_bytes);
  return block;
}

}  // namespace

PartWriter::PartWriter(std::filesystem::path folder, const RunPlan& plan,
                       std::chrono::steady_clock::duration after)
    : folder_(std::move(folder)),
      plan_(plan),
      flush_after_(after),
      gathered_(empty_block()),
      last_flush_(std::chrono::steady_clock::now()) {
  make_folder(folder_);
}

void PartWriter::take(std::size_t run, RunResult&& result) {
  // Its length goes before a run, and is known once it is there: a large one stands in memory once.
  const auto start = gathered_.size();
  rows::put(gathered_, std::int64_t{0});
  encode(gathered_, identity_of(plan_, run_id(plan_, run)), result);
  result = {};
  const auto size = static_cast<std::int64_t>(gathered_.size() - start - sizeof(std::int64_t));
  std::memcpy(gathered_.data() + start, &size, sizeof(size));
  const bool waited = std::chrono::steady_clock::now() - last_flush_ >= flush_after_;
  if (gathered_.size() >= flush_bytes || waited) flush();
}

void PartWriter::flush() {
  last_flush_ = std::chrono::steady_clock::now();
  if (gathered_.empty()) return;
  const auto start = first_line() + tables_text(own_tables());
  Checksum sum;
  sum.add(start);
  sum.add(gathered_);
  const auto end = sum.digits();
  // Named by its content: the same runs written twice are one file.
  const auto name = end + std::string(extension);
  write_whole(folder_ / name, std::vector<std::string_view>{start, gathered_, end});
  written_.push_back(name);
  gathered_.clear();
  if (gathered_.capacity() > 2 * flush_bytes) gathered_ = empty_block();
}

PartSource::PartSource(const std::filesystem::path& folder, const RunPlan& plan, DamagedParts damaged)
    : plan_(plan) {
  for (const auto& planned : plan.scenarios) {
    const auto number = static_cast<std::uint32_t>(digests_.size());
    digest_of_.push_back(digests_.emplace(planned.digest, number).first->second);
  }
  for (const auto& file : files_in(folder)) {
    if (!is_temporary(file) && take_part(file)) continue;
    std::error_code ignored;
    if (damaged == DamagedParts::remove) std::filesystem::remove(file, ignored);
  }
  sort_places();
}

bool PartSource::take_part(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream part(file, std::ios::binary);
  if (!part && errno == ENOENT) return true;  // taken away meanwhile
  if (!part) cannot_read(file, std::strerror(errno));
  std::error_code gone;
  const auto size = std::filesystem::file_size(file, gone);
  const auto start = gone ? std::nullopt : start_of(part);
  const auto end = start ? end_of_runs(part, size, *start) : std::nullopt;
  const auto tables = start ? read_tables(start->substr(first_line().size())) : std::nullopt;
  if (part.bad()) cannot_read(file, "the disk does not give it back");
  if (!end || !tables) return false;
  parts_.push_back(file);
  tables_of_.push_back(&*tables_.insert(*tables).first);
  index(part, start->size(), *end);
  return true;
}

void PartSource::index(std::istream& part_file, std::uint64_t at, std::uint64_t end) {
  // An identity is short, unless it lists families.
  constexpr std::uint64_t long_enough = std::uint64_t{16} << 10U;
  bool other_study = false;
  while (at + sizeof(std::uint64_t) <= end) {
    std::uint64_t size{};
    part_file.seekg(static_cast<std::streamoff>(at));
    part_file.read(reinterpret_cast<char*>(&size), sizeof(size));
    at += sizeof(size);
    if (!part_file || size > end - at) return;
    auto identity = decode_identity(read(part_file, std::min(size, long_enough)));
    if (!identity && size > long_enough) {
      part_file.seekg(static_cast<std::streamoff>(at));
      identity = decode_identity(read(part_file, size));
    }
    const auto digest = identity ? digests_.find(identity->digest) : digests_.end();
    const bool known = digest != digests_.end() && identity->seed == plan_.seed;
    const auto part = static_cast<std::uint32_t>(parts_.size() - 1);
    const auto missing = known ? homeward::lacking(*tables_of_.back(), identity->record) : lacking_;
    if (known && !missing.empty()) {
      lacking_ = missing;
    } else if (known && serves(*identity, plan_)) {
      places_.push_back({digest->second, identity->replication, part, at, size});
    }
    other_study = other_study || !known;
    at += size;
  }
  if (other_study) of_other_studies_.push_back(parts_.back());
}

void PartSource::sort_places() {
  const auto key = [](const Place& place) { return std::pair(place.digest, place.replication); };
  std::ranges::stable_sort(places_, {}, key);
  // Not the algorithm of std::ranges, which clang 14 cannot build.
  const auto same = [&](const Place& a, const Place& b) { return key(a) == key(b); };
  places_.erase(std::unique(places_.begin(), places_.end(), same), places_.end());
  places_.shrink_to_fit();
}

const PartSource::Place* PartSource::find(std::size_t scenario, std::uint32_t replication) const {
  const std::pair wanted(digest_of_[scenario], replication);
  const auto found = std::ranges::lower_bound(
      places_, wanted, {}, [](const Place& place) { return std::pair(place.digest, place.replication); });
  const bool there = found != places_.end() && std::pair(found->digest, found->replication) == wanted;
  return there ? &*found : nullptr;
}

bool PartSource::has(std::size_t scenario, std::uint32_t replication) const {
  return find(scenario, replication) != nullptr;
}

std::uint32_t PartSource::replications() const {
  std::uint32_t most = 0;
  for (const auto& place : places_) most = std::max(most, place.replication + 1);
  return most;
}

std::optional<RunResult> PartSource::load(std::size_t scenario, std::uint32_t replication, Portion) {
  const Place* place = find(scenario, replication);
  if (place == nullptr) return std::nullopt;
  const auto& part = parts_[place->part];
  std::ifstream in(part, std::ios::binary);
  std::string bytes(place->size, '\0');
  in.seekg(static_cast<std::streamoff>(place->offset));
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  auto run = in ? decode(bytes) : std::nullopt;
  if (!run) throw RunError(fmt::format("cannot read {}", part.string()));
  return in_own_tables(std::move(run->result), *tables_of_[place->part]);
}

void remove_parts(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& keep) {
  std::error_code ignored;
  for (const auto& file : files_in(folder)) {
    if (std::ranges::find(keep, file) == keep.end()) std::filesystem::remove(file, ignored);
  }
  remove_if_empty(folder);
}

}  // namespace homeward
