#include "sim/cli/table.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace homeward {

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

namespace {

void trim_and_break(std::string& text) {
  const auto last = text.find_last_not_of(' ');
  text.erase(last == std::string::npos ? 0 : last + 1);
  text += '\n';
}
}  // namespace

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string cut(const std::string& text, std::size_t most) {
  if (characters(text) <= most) return text;
  std::size_t kept = 0;
  std::size_t at = 0;
  while (at < text.size() && (kept < most - 1 || !begins_character(text[at]))) {
    kept += begins_character(text[at]) ? 1 : 0;
    ++at;
  }
  return text.substr(0, at) + "…";
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add(std::vector<std::string> cells) {
  assert(cells.size() <= columns_.size());
  cells.resize(columns_.size());
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = cut(cells[i], columns_[i].widest);
  rows_.push_back({std::move(cells), false});
}

void Table::add_heading(std::string text) {
  rows_.push_back({{std::move(text)}, true});
}

std::string Table::text() const {
  std::vector<std::size_t> width(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; !row.heading && i < row.cells.size(); ++i) {
      width[i] = std::max(width[i], characters(row.cells[i]));
    }
  }
  std::size_t total = 0;
  for (std::size_t i = 0; i < width.size(); ++i) {
    if (width[i] == 0) continue;
    width[i] = std::max(width[i], characters(columns_[i].heading));
    total += width[i] + (total > 0 ? 2 : 0);
  }

  std::string text;
  const auto line = [&](const auto& cell_of) {
    std::string made;
    bool first = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (width[i] == 0) continue;
      const std::string& cell = cell_of(i);
      const std::string padding(width[i] - characters(cell), ' ');
      if (!first) made += "  ";
      made += columns_[i].align == Align::right ? padding + cell : cell + padding;
      first = false;
    }
    trim_and_break(made);
    text += made;
  };
  line([&](std::size_t i) -> const std::string& { return columns_[i].heading; });
  for (std::size_t i = 0; i < total; ++i) text += "─";
  text += '\n';
  for (const auto& row : rows_) {
    if (row.heading) {
      text += row.cells.front() + '\n';
    } else {
      line([&](std::size_t i) -> const std::string& { return row.cells[i]; });
    }
  }
  return text;
}

}  // namespace homeward
