#include "sim/cli/fill_template.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <set>
#include <stdexcept>

namespace homeward {

namespace {

constexpr std::string_view opening = "<!-- results: ", closing = " -->", end_mark = "<!-- end -->";

/// Goes through a template: text between places, and places by name.
void walk(std::string_view text, const std::function<void(std::string_view)>& on_text,
          const std::function<void(const std::string&)>& on_place) {
  for (;;) {
    const auto start = text.find(opening);
    on_text(text.substr(0, start));
    if (start == std::string_view::npos) return;
    text.remove_prefix(start + opening.size());
    const auto name_end = text.find(closing), end = text.find(end_mark);
    if (name_end == std::string_view::npos || end == std::string_view::npos || end < name_end)
      throw std::logic_error(fmt::format("a place of a template does not end: {}", text.substr(0, 40)));
    on_place(std::string{text.substr(0, name_end)});
    text.remove_prefix(end + end_mark.size());
  }
}

/// "[MODEL.md](MODEL.md)" -> "`sim/model/MODEL.md`": a report stands elsewhere than the template.
std::string without_links(std::string_view text, std::string_view folder) {
  std::string made;
  for (;;) {
    const auto middle = text.find("](");
    const auto start = middle == std::string_view::npos ? middle : text.rfind('[', middle);
    const auto end = middle == std::string_view::npos ? middle : text.find(')', middle);
    if (start == std::string_view::npos || end == std::string_view::npos) return made.append(text);
    const auto target = text.substr(middle + 2, end - middle - 2);
    if (target.starts_with("http")) {
      made.append(text.substr(0, end + 1));
    } else {
      const auto path = (std::filesystem::path(folder) / target).lexically_normal().generic_string();
      made.append(text.substr(0, start)).append(fmt::format("`{}`", path));
    }
    text.remove_prefix(end + 1);
  }
}

std::string harmless(const std::string& cell) {
  std::string made;
  for (const char c : cell) {
    if (c == '|') made += '\\';
    made += c == '\n' || c == '\r' ? ' ' : c;
  }
  return made;
}

std::string row_text(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const auto& cell : cells) text += fmt::format(" {} |", harmless(cell));
  return text + '\n';
}

}  // namespace

std::vector<std::string> places_in(std::string_view text) {
  std::vector<std::string> names;
  walk(
      text, [](std::string_view) {}, [&](const std::string& name) { names.push_back(name); });
  return names;
}

std::string fill(std::string_view text, const std::map<std::string, std::string>& answers,
                 std::string_view folder) {
  std::string made;
  std::set<std::string> filled;
  walk(
      text, [&](std::string_view part) { made += without_links(part, folder); },
      [&](const std::string& name) {
        const auto answer = answers.find(name);
        if (answer == answers.end())
          throw std::logic_error(fmt::format("no answer for the place {} of a template", name));
        made += answer->second;
        filled.insert(name);
      });
  for (const auto& [name, answer] : answers)
    if (!filled.contains(name)) throw std::logic_error(fmt::format("a template has no place {}", name));
  return made;
}

std::string markdown_table(const std::vector<std::string>& headings,
                           const std::vector<std::vector<std::string>>& rows) {
  auto text = row_text(headings) + '|';
  for (std::size_t i = 0; i < headings.size(); ++i) text += "---|";
  text += '\n';
  for (const auto& row : rows) text += row_text(row);
  return text;
}

}  // namespace homeward
