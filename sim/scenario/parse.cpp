#include "sim/scenario/parse.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace homeward {

namespace {

Origin origin_of(const toml::source_region& source, const std::string& place) {
  return {place, source.begin.line, source.begin.column};
}

Value convert(const toml::node& node, const std::string& place) {
  Value value;
  value.origin = origin_of(node.source(), place);
  node.visit([&](const auto& typed) {
    using Node = std::remove_cvref_t<decltype(typed)>;
    if constexpr (toml::is_table<Node>) {
      ValueTable members;
      for (const auto& [key, member] : typed) {
        Value& put = members[std::string{key.str()}] = convert(member, place);
        put.key_origin = origin_of(key.source(), place);
      }
      value.data = std::move(members);
    } else if constexpr (toml::is_array<Node>) {
      ValueList elements;
      elements.reserve(typed.size());
      for (const auto& element : typed) elements.push_back(convert(element, place));
      value.data = std::move(elements);
    } else if constexpr (toml::is_string<Node> || toml::is_integer<Node> || toml::is_boolean<Node>) {
      value.data = typed.get();
    } else if constexpr (toml::is_floating_point<Node>) {
      value.data = typed.get() + 0.0;  // -0.0 becomes 0.0: one value has one text, and one digest
    } else if constexpr (toml::is_date<Node>) {
      const toml::date& date = typed.get();
      value.data =
          Date{std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
    } else {
      value.data = DateOrTime{};
    }
  });
  return value;
}

/// The first line on which a dotted key has more parts than any sensible one; 0 if there is none. toml++
/// limits the nesting of brackets, but not this one, and would overflow the stack.
std::uint32_t line_with_endless_key(std::string_view text) {
  constexpr int most_dots = 16;
  std::uint32_t line = 1;
  int dots = 0;
  std::string_view quote;  // that ends the string we are in; empty outside of strings
  bool comment = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      ++line;
      dots = 0;
      comment = false;
      if (quote.size() == 1) quote = {};
    } else if (comment) {
      continue;
    } else if (!quote.empty()) {
      if (c == '\\' && quote[0] == '"' && i + 1 < text.size() && text[i + 1] != '\n') {
        ++i;
      } else if (text.substr(i).starts_with(quote)) {
        i += quote.size() - 1;
        quote = {};
      }
    } else if (c == '"' || c == '\'') {
      const std::string_view triple = c == '"' ? R"(""")" : "'''";
      quote = text.substr(i).starts_with(triple) ? triple : triple.substr(0, 1);
      i += quote.size() - 1;
    } else if (c == '#') {
      comment = true;
    } else if (c == '.') {
      if (++dots > most_dots) return line;
    } else if (std::string_view{",=[]{}"}.find(c) != std::string_view::npos) {
      dots = 0;
    }
  }
  return 0;
}

}  // namespace

std::optional<Value> parse_toml(std::string_view text, const std::string& place, Faults& faults) {
  faults.meet(place);
  if (const auto line = line_with_endless_key(text); line != 0) {
    faults.add({place, line, 1}, "", "a key has too many parts");
    return std::nullopt;
  }
  try {
    return convert(toml::parse(text, std::string_view{place}), place);
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    faults.add({place, at.line, at.column}, "", std::string{error.description()});
    return std::nullopt;
  }
}

FileText read_text(const std::filesystem::path& file) {
  constexpr std::size_t largest = 16 * 1024 * 1024;
  std::error_code fault;
  const auto status = std::filesystem::status(file, fault);
  if (status.type() == std::filesystem::file_type::not_found) return {{}, "there is no such file"};
  if (fault) return {{}, fmt::format("it cannot be read ({})", fault.message())};
  if (std::filesystem::is_directory(status)) return {{}, "it is a folder, not a file"};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return {{}, "it cannot be read (is it permitted?)"};
  // Read up to a limit and not by the size the system tells: a pipe or a device has none.
  std::string text;
  std::vector<char> block(1 << 16);
  while (stream && text.size() <= largest) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return {{}, "it cannot be read to its end"};
  if (text.size() > largest) return {{}, "it is larger than 16 MB, which no scenario is"};
  return {std::move(text), {}};
}

std::optional<std::vector<std::string>> parse_path(std::string_view path) {
  constexpr std::string_view mark = "the value";
  Faults ignored;
  const auto parsed = parse_toml(fmt::format("{} = \"{}\"", path, mark), "", ignored);
  if (!parsed) return std::nullopt;
  std::vector<std::string> parts;
  const Value* value = &*parsed;
  while (const auto* members = value->table()) {
    if (members->size() != 1) return std::nullopt;
    parts.push_back(members->begin()->first);
    value = &members->begin()->second;
  }
  if (parts.empty() || value->text() == nullptr || *value->text() != mark) return std::nullopt;
  return parts;
}

namespace {

void set_origin(Value& value, const Origin& origin) {
  value.origin = value.key_origin = origin;
  if (auto* members = value.table())
    for (auto& [key, member] : *members) set_origin(member, origin);
  if (auto* elements = value.list())
    for (auto& element : *elements) set_origin(element, origin);
}

std::optional<double> as_long_number(std::string_view text) {
  const auto digits = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
  const bool whole = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!whole) return std::nullopt;
  return std::strtod(std::string{text}.c_str(), nullptr);  // digits only: no locale changes how they read
}

}  // namespace

Value parse_typed_value(std::string_view text, const Origin& origin) {
  Faults ignored;
  auto parsed = parse_toml(fmt::format("value = {}", text), "", ignored);
  Value value;
  const bool one_value = parsed && parsed->table()->size() == 1 && parsed->member("value") != nullptr;
  if (one_value)
    value = *parsed->member("value");
  else if (const auto number = as_long_number(text))
    value.data = *number;
  else
    value.data = std::string{text};
  set_origin(value, origin);
  return value;
}

bool is_utf8(std::string_view text) {
  const auto read_back = parse_typed_value(toml_string(text), {});
  return read_back.text() != nullptr && *read_back.text() == text;
}

}  // namespace homeward
