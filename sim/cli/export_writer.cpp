#include "sim/cli/export_writer.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <system_error>
#include <utility>

#include "output/safe_file.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/csv.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace {

constexpr std::size_t buffer_size = 1 << 16;

[[noreturn]] void fail(const std::filesystem::path& output) {
  const auto name = output.empty() ? std::string("standard output") : output.string();
  throw RunError(fmt::format("cannot write {}: {}", name, std::strerror(errno)));
}

}  // namespace

CsvWriter::CsvWriter(const std::filesystem::path& output, bool force)
    : output_(output == "-" ? std::filesystem::path() : output), file_(stdout) {
  if (output_.empty()) return;
  refuse_other_format(output_, Written::csv);
  std::error_code none;
  if (const auto why = why_irreplaceable(output_); !why.empty())
    throw UsageError(fmt::format("-o {}: {}; name a file, or leave -o out", output_.string(), why));
  if (!force && std::filesystem::exists(output_, none))
    throw UsageError(fmt::format("{} exists; --force replaces it", output_.string()));
  output_ = behind_links(output_);
  const auto folder = output_.parent_path();
  temporary_ = temporary_name(folder.empty() ? std::filesystem::path(".") : folder);
  file_ = std::fopen(temporary_.c_str(), "wb");
  if (file_ == nullptr) fail(output_);
}

CsvWriter::~CsvWriter() {
  if (temporary_.empty()) return;
  if (file_ != nullptr) std::fclose(file_);
  std::error_code none;
  std::filesystem::remove(temporary_, none);
}

void CsvWriter::add(std::string_view cell) {
  if (!std::exchange(first_in_row_, false)) buffer_ += ',';
  buffer_ += cell;
}

CsvWriter& CsvWriter::text(std::string_view cell) {
  add(csv_text(cell));
  return *this;
}

CsvWriter& CsvWriter::number(double cell) {
  add(csv_number(cell));
  return *this;
}

CsvWriter& CsvWriter::number(float cell) {
  add(std::isfinite(cell) ? fmt::format("{}", cell) : std::string());
  return *this;
}

CsvWriter& CsvWriter::whole(std::int64_t cell) {
  add(fmt::format("{}", cell));
  return *this;
}

CsvWriter& CsvWriter::empty() {
  add("");
  return *this;
}

CsvWriter& CsvWriter::ready(std::string_view cells) {
  if (!cells.empty()) add(cells);
  return *this;
}

void CsvWriter::end_row() {
  buffer_ += "\r\n";
  first_in_row_ = true;
  ++rows_;
  if (buffer_.size() >= buffer_size) flush();
}

void CsvWriter::flush() {
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) fail(output_);
  buffer_.clear();
}

void CsvWriter::finish() {
  flush();
  if (std::fflush(file_) != 0) fail(output_);
  if (temporary_.empty()) return;
  if (std::fclose(std::exchange(file_, nullptr)) != 0) fail(output_);
  flush_and_rename(temporary_, output_);
  temporary_.clear();
}

}  // namespace homeward
