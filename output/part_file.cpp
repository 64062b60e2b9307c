#include "output/part_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
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
constexpr std::chrono::seconds flush_after{5};
constexpr std::string_view extension = ".part";
constexpr std::size_t digits = 32;

// A part: this line, then for each run its length (8 bytes) and its bytes, then 32 digits of checksum of all
// before.
std::string first_line() {
  return fmt::format("homeward-part 2 model {} tables {}\n", model_version, schema::tables_digest());
}

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// The runs' bytes of a part, or nothing if it is damaged or of another version.
std::optional<std::string_view> runs_of(std::string_view part, std::string_view start) {
  if (part.size() < start.size() + digits || !part.starts_with(start)) return std::nullopt;
  const auto body = part.substr(0, part.size() - digits);
  if (part.substr(body.size()) != checksum_text(body)) return std::nullopt;
  return body.substr(start.size());
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

// In order of name, so that what is found does not depend on the file system.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

bool is_ours(const std::filesystem::path& file) {
  return is_temporary(file) || file.extension() == extension;
}

}  // namespace

PartWriter::PartWriter(std::filesystem::path folder, const RunPlan& plan)
    : folder_(std::move(folder)), plan_(plan), last_flush_(std::chrono::steady_clock::now()) {
  make_folder(folder_);
}

void PartWriter::take(std::size_t run, RunResult&& result) {
  std::string bytes;
  encode(bytes, identity_of(plan_, run_id(plan_, run)), result);
  rows::put(gathered_, static_cast<std::int64_t>(bytes.size()));
  gathered_ += bytes;
  const bool waited = std::chrono::steady_clock::now() - last_flush_ >= flush_after;
  if (gathered_.size() >= flush_bytes || waited) flush();
}

void PartWriter::flush() {
  last_flush_ = std::chrono::steady_clock::now();
  if (gathered_.empty()) return;
  const auto start = first_line();
  Checksum sum;
  sum.add(start);
  sum.add(gathered_);
  const auto end = sum.digits();
  // Named by its content: the same runs written twice are one file.
  write_whole(folder_ / (end + std::string(extension)), std::vector<std::string_view>{start, gathered_, end});
  gathered_.clear();
}

PartSource::PartSource(const std::filesystem::path& folder, const RunPlan& plan, DamagedParts damaged)
    : plan_(plan) {
  const auto start = first_line();
  for (const auto& file : files_in(folder)) {
    if (!is_ours(file)) continue;
    const auto part = read_whole(file);
    const auto runs = is_temporary(file) ? std::nullopt : runs_of(part, start);
    if (runs) {
      index(file, part.substr(0, part.size() - digits));
    } else if (damaged == DamagedParts::remove) {
      std::error_code ignored;
      std::filesystem::remove(file, ignored);
    }
  }
}

void PartSource::index(const std::filesystem::path& part, std::string_view bytes) {
  std::size_t at = first_line().size();
  while (at + sizeof(std::uint64_t) <= bytes.size()) {
    std::uint64_t size{};
    std::memcpy(&size, bytes.data() + at, sizeof(size));
    at += sizeof(size);
    if (size > bytes.size() - at) return;
    const auto identity = decode_identity(bytes.substr(at, size));
    if (identity && serves(*identity, plan_)) {
      places_.insert_or_assign({identity->digest, identity->replication}, Place{part, at, size});
    }
    at += size;
  }
}

bool PartSource::has(std::size_t scenario, std::uint32_t replication) const {
  return places_.contains({plan_.scenarios[scenario].digest, replication});
}

std::optional<RunResult> PartSource::load(std::size_t scenario, std::uint32_t replication, Portion) {
  const auto found = places_.find({plan_.scenarios[scenario].digest, replication});
  if (found == places_.end()) return std::nullopt;
  const Place& place = found->second;
  std::ifstream in(place.part, std::ios::binary);
  std::string bytes(place.size, '\0');
  in.seekg(static_cast<std::streamoff>(place.offset));
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  auto run = in ? decode(bytes) : std::nullopt;
  if (!run) throw RunError(fmt::format("cannot read {}", place.part.string()));
  return std::move(run->result);
}

void remove_parts(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const auto& file : files_in(folder)) {
    if (is_ours(file)) std::filesystem::remove(file, ignored);
  }
  std::filesystem::remove(folder, ignored);
}

}  // namespace homeward
