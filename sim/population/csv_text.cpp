#include "sim/population/csv_text.hpp"

#include <algorithm>
#include <array>

namespace homeward {

namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Of the first line that has text, outside of quotes; a comma where there is none of the three.
char most_frequent_separator(std::string_view text) {
  constexpr std::string_view separators = ",;\t";
  std::array<std::size_t, separators.size()> counts{};
  bool quoted = false, text_met = false;
  for (const char c : text) {
    if (!quoted && (c == '\n' || c == '\r')) {
      if (text_met) break;
      counts.fill(0);
      continue;
    }
    if (c == '"') quoted = !quoted;
    const auto which = separators.find(c);
    if (!quoted && which != std::string_view::npos)
      ++counts[which];
    else
      text_met = text_met || c != ' ';
  }
  return separators[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) -
                                             counts.begin())];
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& place, std::vector<Issue>& faults)
      : text_(text), place_(place), faults_(faults) {}

  CsvText read() {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.substr(0, byte_order_mark.size()) == byte_order_mark) at_ = byte_order_mark.size();
    separator_ = most_frequent_separator(text_.substr(at_));
    CsvText csv{{}, separator_, 0};
    std::uint32_t number = 0;
    while (at_ < text_.size()) {
      row_ = {++number, {}};
      do {
        row_.cells.push_back(cell());
      } while (take(separator_));
      if (!take('\r') || at_ < text_.size()) take('\n');
      const bool blank = std::all_of(row_.cells.begin(), row_.cells.end(),
                                     [](const std::string& cell) { return cell.empty(); });
      if (blank)
        ++csv.blank_rows;
      else
        csv.rows.push_back(std::move(row_));
    }
    return csv;
  }

 private:
  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) {
    if (!at(c)) return false;
    ++at_;
    return true;
  }
  bool cell_ends() const { return at_ == text_.size() || at(separator_) || at('\n') || at('\r'); }

  std::string cell() {
    while (at(' ') || (at('\t') && separator_ != '\t')) ++at_;
    if (take('"')) return quoted();
    std::string content;
    while (!cell_ends()) content += text_[at_++];
    return trimmed(content);
  }

  std::string quoted() {
    std::string content;
    for (;;) {
      if (at_ == text_.size()) {
        fault("a quote is opened and never closed");
        return content;
      }
      if (take('"')) {
        if (!take('"')) break;
        content += '"';  // doubled
        continue;
      }
      content += text_[at_++];
    }
    std::string after;
    while (!cell_ends()) after += text_[at_++];
    if (!trimmed(after).empty()) fault("there is text after the closing quote");
    return trimmed(content);
  }

  void fault(const char* what) {
    faults_.push_back({place_, row_.number, static_cast<std::uint32_t>(row_.cells.size() + 1), what});
  }

  std::string_view text_;
  const std::string& place_;
  std::vector<Issue>& faults_;
  char separator_{','};
  std::size_t at_{0};
  CsvRow row_;
};

}  // namespace

CsvText csv_text(std::string_view text, const std::string& place, std::vector<Issue>& faults) {
  return Reader(text, place, faults).read();
}

}  // namespace homeward
