#include "sim/population/csv_text.hpp"

namespace homeward {

namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& place, std::vector<Issue>& faults)
      : text_(text), place_(place), faults_(faults) {}

  std::vector<CsvRow> rows() {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.substr(0, byte_order_mark.size()) == byte_order_mark) at_ = byte_order_mark.size();
    std::vector<CsvRow> rows;
    std::uint32_t number = 0;
    while (at_ < text_.size()) {
      row_ = {++number, {}};
      do {
        row_.cells.push_back(cell());
      } while (take(','));
      if (!take('\r') || at_ < text_.size()) take('\n');
      const bool blank = row_.cells.size() == 1 && row_.cells.front().empty();
      if (!blank) rows.push_back(std::move(row_));
    }
    return rows;
  }

 private:
  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) {
    if (!at(c)) return false;
    ++at_;
    return true;
  }
  bool cell_ends() const { return at_ == text_.size() || at(',') || at('\n') || at('\r'); }

  std::string cell() {
    while (at(' ') || at('\t')) ++at_;
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
  std::size_t at_{0};
  CsvRow row_;
};

}  // namespace

std::vector<CsvRow> csv_rows(std::string_view text, const std::string& place, std::vector<Issue>& faults) {
  return Reader(text, place, faults).rows();
}

}  // namespace homeward
