#include "sim/scenario/layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "sim/scenario/key_table.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/site_parts.hpp"

namespace homeward {

namespace fs = std::filesystem;

bool take_format(Value& file, Faults& faults) {
  constexpr std::int64_t known_format = 1;
  auto& members = *file.table();
  const auto found = members.find("format");
  if (found == members.end()) {
    faults.add({file.origin.place, 1, 1}, "format",
               members.empty() ? "the file is empty; it must have at least format = 1"
                               : "format is missing; it must be 1");
    return true;
  }
  const Value format = std::move(found->second);
  members.erase(found);
  const auto* number = std::get_if<std::int64_t>(&format.data);
  if (number != nullptr && *number == known_format) return true;
  const bool later = number != nullptr && *number > known_format;
  faults.wrong(format, "format", later ? "1 (the file was written for a later version of Homeward)" : "1");
  return !later;
}

namespace {

/// One file on the way from child to parent.
struct Loaded {
  fs::path path;
  fs::path identity;  ///< the same for every way to the same file
};

fs::path identity_of(const fs::path& path) {
  std::error_code ignored;
  auto canonical = fs::weakly_canonical(path, ignored);
  return ignored ? path.lexically_normal() : canonical;
}

/// A path written in a file is meant from that file's folder.
void resolve_paths(Value& file, const fs::path& folder) {
  auto* families = file.table();
  const auto found = families->find("families");
  if (found == families->end() || found->second.table() == nullptr) return;
  auto& members = *found->second.table();
  const auto csv = members.find("csv");
  if (csv == members.end() || csv->second.text() == nullptr || csv->second.text()->empty()) return;
  csv->second.data = (folder / *csv->second.text()).lexically_normal().generic_string();
}

/// Takes `extends` away and gives the path it leads to.
std::optional<fs::path> take_extends(Value& file, const fs::path& folder, Value& extends, Faults& faults) {
  auto& members = *file.table();
  const auto found = members.find("extends");
  if (found == members.end()) return std::nullopt;
  extends = std::move(found->second);
  members.erase(found);
  if (extends.text() == nullptr || extends.text()->empty()) {
    faults.wrong(extends, "extends", "the path of a scenario file");
    return std::nullopt;
  }
  return (folder / *extends.text()).lexically_normal();
}

void tell_cycle(const Value& extends, const std::vector<Loaded>& chain, const fs::path& again,
                Faults& faults) {
  std::string text = "extends goes round in a circle: ";
  const auto first = std::find_if(chain.begin(), chain.end(),
                                  [&](const Loaded& one) { return one.identity == identity_of(again); });
  for (auto one = first; one != chain.end(); ++one) text += one->path.generic_string() + " -> ";
  faults.add(extends.origin, "extends", text + first->path.generic_string());
}

void tell_unread(const fs::path& path, const Value* extends, const std::string& reason, Faults& faults) {
  if (extends == nullptr)
    faults.add({path.generic_string(), 0, 0}, "", reason);
  else
    faults.add(extends->origin, "extends",
               fmt::format("extends is {} ({}); {}", show(*extends), path.generic_string(), reason));
}

}  // namespace

Layers load_layers(const fs::path& file, Faults& faults) {
  Layers layers;
  std::vector<Loaded> chain;
  Value extends;
  for (fs::path next = file;;) {
    const auto identity = identity_of(next);
    const auto is_same = [&](const Loaded& one) { return one.identity == identity; };
    if (std::any_of(chain.begin(), chain.end(), is_same)) {
      tell_cycle(extends, chain, next, faults);
      return layers;
    }
    const auto text = read_text(next);
    if (!text.reason.empty()) {
      tell_unread(next, chain.empty() ? nullptr : &extends, text.reason, faults);
      return layers;
    }
    chain.push_back({next, identity});
    auto parsed = parse_toml(text.text, next.generic_string(), faults);
    if (!parsed || !take_format(*parsed, faults)) return layers;
    const auto folder = next.parent_path();
    const auto parent = take_extends(*parsed, folder, extends, faults);
    resolve_paths(*parsed, folder);
    refuse_both_ways(*parsed, faults);
    layers.files.push_back(std::move(*parsed));
    if (!parent) break;
    next = *parent;
  }
  layers.whole = !faults.any_at("extends");
  return layers;
}

std::optional<Value> load_overlay(const fs::path& file, Faults& faults) {
  const auto text = read_text(file);
  if (!text.reason.empty()) {
    tell_unread(file, nullptr, text.reason, faults);
    return std::nullopt;
  }
  auto parsed = parse_toml(text.text, file.generic_string(), faults);
  if (!parsed) return std::nullopt;
  if (parsed->member("format") != nullptr && !take_format(*parsed, faults)) return std::nullopt;
  for (const auto* own : {"extends", "name"})
    if (const Value* value = parsed->member(own))
      faults.add(value->key_origin, own,
                 fmt::format("{} stands in an overlay, which is laid over scenarios that have theirs; take it out", own));
  for (const auto* own : {"extends", "name", "title", "description"}) parsed->table()->erase(own);
  resolve_paths(*parsed, file.parent_path());
  refuse_both_ways(*parsed, faults);
  return parsed;
}

}  // namespace homeward
