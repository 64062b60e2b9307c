#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "sim/scenario/key_table.hpp"
#include "sim/scenario/layers.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/reference_relationship.hpp"
#include "sim/scenario/site_parts.hpp"

/// How a layer lies over another.
namespace homeward {

namespace {

void merge_at(Value& base, const Value& layer, const std::string& path, Value& root, Faults& faults);

/// `traits` and `sites`: lists of tables that are told apart by name.
bool is_named_list(std::string_view path) {
  return path == "traits" || path == "sites";
}

bool merges_by_key(std::string_view path) {
  return path.empty() || path == "sources" || path == "uncertainty" ||
         (find_key(path) == nullptr && is_key_section(path));
}

/// What is no longer there takes its source and its uncertainty along.
void forget(Value& root, std::string_view path) {
  for (const auto* section : {"sources", "uncertainty"}) {
    const auto found = root.table()->find(section);
    if (found == root.table()->end() || found->second.table() == nullptr) continue;
    std::erase_if(*found->second.table(), [&](const auto& line) { return is_at_or_below(line.first, path); });
  }
}

void remove_member(Value& table, std::string_view key, const std::string& path, Value& root) {
  const auto found = table.table()->find(key);
  if (found == table.table()->end()) return;
  table.table()->erase(found);
  forget(root, join_path(path, key));
}

bool has(const Value& table, std::string_view key) {
  return table.member(key) != nullptr;
}

/// Of two alternative keys, naming one removes the inherited other.
void remove_alternatives(Value& base, const Value& layer, const std::string& path, Value& root) {
  if (path == "coaches") {
    constexpr std::string_view whole = "positions", per_entries = "positions_per_100_entries";
    if (has(layer, whole) && !has(layer, per_entries)) remove_member(base, per_entries, path, root);
    if (has(layer, per_entries) && !has(layer, whole)) remove_member(base, whole, path, root);
  }
  if (path == "program") {
    if (has(layer, "start")) remove_member(base, "start_days", path, root);
    if (has(layer, "start_days")) remove_member(base, "start", path, root);
  }
  if (path.starts_with("traits.")) {
    if (has(layer, "share") && !has(layer, "levels")) remove_member(base, "levels", path, root);
    if (has(layer, "levels") && !has(layer, "share"))
      for (const auto* key : {"share", "hazard_ratios", "needs"})
        if (!has(layer, key)) remove_member(base, key, path, root);
  }
}

void merge_members(Value& base, const Value& layer, const std::string& path, Value& root, Faults& faults) {
  remove_alternatives(base, layer, path, root);
  for (const auto& [key, member] : *layer.table()) {
    const auto member_path = join_path(path, key);
    const auto found = base.table()->find(key);
    if (found == base.table()->end() && !is_named_list(member_path)) {
      base.table()->emplace(key, member);
    } else {
      Value& below = found == base.table()->end()
                         ? (*base.table())[key] = Value{ValueList{}, member.origin, {}}
                         : found->second;
      merge_at(below, member, member_path, root, faults);
    }
  }
  base.origin = layer.origin;
}

ValueList::iterator find_named(ValueList& list, const std::string& name) {
  return std::find_if(list.begin(), list.end(), [&](const Value& one) { return name_of(one) == name; });
}

/// Tables below a trait merge by key, and its levels by name where a path leads to one of them.
void merge_named_element(Value& base, const Value& layer, const std::string& path, Value& root,
                         Faults& faults);

void tell_missing_element(const Value& layer, const ValueList& list, const std::string& list_path,
                          const std::string& name, Faults& faults) {
  std::vector<std::string> known;
  for (const auto& element : list) known.push_back(join_path(list_path, name_of(element)));
  faults.unknown(layer, join_path(list_path, name), known);
}

/// `traits = { kin = { share = 0.3 } }`, which is how a path writes it: elements must be there.
void merge_by_path(ValueList& list, const Value& layer, const std::string& path, Value& root,
                   Faults& faults) {
  for (const auto& [name, change] : *layer.table()) {
    const auto element = find_named(list, name);
    const auto element_path = join_path(path, name);
    const Value* remove = change.member("remove");
    if (element == list.end()) {
      tell_missing_element(change, list, path, name, faults);
    } else if (change.table() == nullptr) {
      faults.wrong(change, element_path, "a table");
    } else if (remove != nullptr && remove->boolean() != nullptr && *remove->boolean()) {
      list.erase(element);
      forget(root, element_path);
    } else {
      merge_named_element(*element, change, element_path, root, faults);
    }
  }
}

void merge_named_element(Value& base, const Value& layer, const std::string& path, Value& root,
                         Faults& faults) {
  remove_alternatives(base, layer, path, root);
  for (const auto& [key, member] : *layer.table()) {
    const auto member_path = join_path(path, key);
    const auto found = base.table()->find(key);
    if (found == base.table()->end() ||
        (found->second.table() == nullptr && found->second.list() == nullptr)) {
      base.table()->insert_or_assign(key, member);
    } else if (found->second.table() != nullptr && member.table() != nullptr) {
      for (const auto& [inner, number] : *member.table())
        found->second.table()->insert_or_assign(inner, number);
    } else if (key == "levels" && found->second.list() != nullptr && member.table() != nullptr) {
      merge_by_path(*found->second.list(), member, member_path, root, faults);
    } else {
      found->second = member;
    }
  }
}

/// `[[traits]]` over those below: a known name changes that one, a new one is added, `remove = true` drops
/// it.
void merge_by_name(ValueList& list, const Value& layer, const std::string& path, Value& root,
                   Faults& faults) {
  std::set<std::string> met;
  for (const auto& element : *layer.list()) {
    const auto name = name_of(element);
    // A nameless one, or the second of one name in one file: kept as it is, for the reader to tell.
    const bool fresh = !name.empty() && met.insert(name).second;
    const auto below = fresh ? find_named(list, name) : list.end();
    const Value* remove = element.member("remove");
    if (fresh && remove != nullptr && (remove->boolean() == nullptr || *remove->boolean())) {
      if (remove->boolean() == nullptr)
        faults.wrong(*remove, join_path(join_path(path, name), "remove"), "true or false");
      else if (below == list.end())
        tell_missing_element(*element.member("name"), list, path, name, faults);
      else
        forget(root, join_path(path, name)), list.erase(below);
    } else if (below != list.end()) {
      merge_named_element(*below, element, join_path(path, name), root, faults);
    } else {
      list.push_back(element);
    }
  }
}

void merge_at(Value& base, const Value& layer, const std::string& path, Value& root, Faults& faults) {
  if (is_named_list(path) && base.list() != nullptr && layer.list() != nullptr)
    merge_by_name(*base.list(), layer, path, root, faults);
  else if (is_named_list(path) && base.list() != nullptr && layer.table() != nullptr)
    merge_by_path(*base.list(), layer, path, root, faults);
  else if (merges_by_key(path) && base.table() != nullptr && layer.table() != nullptr)
    merge_members(base, layer, path, root, faults);
  else
    base = layer;
}

void merge_at_root(Value& base, const Value& layer, Faults& faults) {
  for (const auto& gone : make_parts(base, layer)) forget(base, gone);
  merge_at(base, layer, "", base, faults);
  for (const auto& gone : drop_overruled(base, layer)) forget(base, gone);
}

}  // namespace

void merge(Value& base, const Value& layer, Faults& faults) {
  // What a file says of itself is not inherited.
  for (const auto* own : {"name", "title", "description"}) base.table()->erase(own);
  merge_at_root(base, layer, faults);
}

namespace {

/// Where a path ends below a value that is otherwise replaced whole: `hazards.readiness.shape` of a
/// distribution.
bool set_within(Value& base, const std::vector<std::string>& parts, const Value& value, Faults& faults) {
  std::string path;
  Value* at = &base;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    path = join_path(path, parts[i]);
    const auto found = at->table()->find(parts[i]);
    const bool is_value = find_key(path) != nullptr && !is_named_list(path) && !merges_by_key(path);
    if (is_value) {
      Value* whole = found == at->table()->end() ? nullptr : &found->second;
      if (whole != nullptr && whole->table() != nullptr && i + 2 == parts.size()) {
        whole->table()->insert_or_assign(parts.back(), value);
      } else {
        const auto* key = find_key(path);
        faults.add(value.origin, path,
                   fmt::format("{} is {}, which has no {}", path,
                               whole != nullptr ? show(*whole) : key->built_in, parts[i + 1]));
      }
      return true;
    }
    if (is_named_list(path) || found == at->table()->end() || found->second.table() == nullptr) return false;
    at = &found->second;
  }
  return false;
}

/// Sites that are not in any file: the built-in one, for a path that leads to it.
void make_built_in_sites(Value& base) {
  if (base.member("sites") != nullptr) return;
  Value site{ValueTable{}, {}, {}};
  site.table()->emplace("name", Value{std::string{"all"}, {}, {}});
  (*base.table())["sites"] = Value{ValueList{site}, {}, {}};
}

}  // namespace

void set_path(Value& base, const std::vector<std::string>& parts, Value value, Faults& faults) {
  if (set_within(base, parts, value, faults)) return;
  const bool into_sites = parts.front() == "sites" && parts.size() > 1;
  if (into_sites) make_built_in_sites(base);
  const Origin origin = value.origin;
  Value layer = std::move(value);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    Value outer{ValueTable{}, origin, origin};
    layer.key_origin = origin;
    outer.table()->emplace(*part, std::move(layer));
    layer = std::move(outer);
  }
  merge_at_root(base, layer, faults);
}

void apply(Value& base, const Override& override_, Faults& faults) {
  const Origin origin{fmt::format("--set {}", shortened(override_.key, 120)), 0, 0};
  faults.meet(origin.place);
  const auto parts = parse_path(override_.key);
  if (!parts) {
    faults.add(origin, override_.key, "not a dotted key");
    return;
  }
  if (parts->front() == "extends" || parts->front() == "format") {
    faults.add(origin, override_.key, "only a file can say this");
    return;
  }
  if (!is_utf8(override_.value)) {
    faults.add(origin, override_.key, "the value is not UTF-8 text");
    return;
  }
  set_path(base, *parts, parse_typed_value(override_.value, origin), faults);
}

namespace {

/// What a dotted path leads to, through tables and through lists whose elements have names.
const Value* find_path(const Value& root, std::string_view path) {
  const auto parts = parse_path(path);
  const Value* at = parts ? &root : nullptr;
  for (std::size_t i = 0; at != nullptr && i < parts->size(); ++i) {
    if (at->list() != nullptr) {
      const auto& list = *at->list();
      const auto named = std::find_if(list.begin(), list.end(),
                                      [&](const Value& element) { return name_of(element) == (*parts)[i]; });
      at = named == list.end() ? nullptr : &*named;
    } else {
      at = at->member((*parts)[i]);
    }
  }
  return at;
}

/// Whether two values are the same, wherever they were written.
bool same(const Value* a, const Value* b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (a->is_number() && b->is_number()) return a->number() == b->number();
  if (a->data.index() != b->data.index()) return false;
  if (a->table() != nullptr) {
    return std::equal(
        a->table()->begin(), a->table()->end(), b->table()->begin(), b->table()->end(),
        [](const auto& x, const auto& y) { return x.first == y.first && same(&x.second, &y.second); });
  }
  if (a->list() != nullptr) {
    return std::equal(a->list()->begin(), a->list()->end(), b->list()->begin(), b->list()->end(),
                      [](const Value& x, const Value& y) { return same(&x, &y); });
  }
  if (a->text() != nullptr) return *a->text() == *b->text();
  if (const auto* date = std::get_if<Date>(&a->data)) return *date == std::get<Date>(b->data);
  return a->boolean() == nullptr || *a->boolean() == *b->boolean();
}

/// A source speaks of the number it was written for: where a layer, or --set if there is none, changes the
/// number and says nothing of its source, the source below goes.
void drop_stale_sources(Value& root, const Value& before, const Value* layer) {
  const auto found = root.table()->find("sources");
  if (found == root.table()->end() || found->second.table() == nullptr) return;
  const Value* said = layer != nullptr ? layer->member("sources") : nullptr;
  const Value* said_before = before.member("sources");
  std::erase_if(*found->second.table(), [&](const auto& line) {
    if (said != nullptr && said->member(line.first) != nullptr) return false;
    const Value* old = said_before != nullptr ? said_before->member(line.first) : nullptr;
    if (!same(old, &line.second)) return false;
    return !same(find_path(before, line.first), find_path(root, line.first));
  });
}

}  // namespace

namespace {

/// Sets the keys of an overlay. One that cannot be read was told.
void lay_over(Value& root, const std::filesystem::path& file, ReferenceTaking& reference, Faults& faults) {
  const auto layer = load_overlay(file, faults);
  if (!layer) return;
  const Value before = root;
  merge_at_root(root, *layer, faults);
  drop_stale_sources(root, before, &*layer);
  reference.meet_overlay(root, *layer);
}

/// A scenario under overlays says so in its title.
void name_overlays(Value& root, const std::string& overlays) {
  if (overlays.empty()) return;
  const Value* title = root.member("title");
  const bool has_title = title != nullptr && title->text() != nullptr && !title->text()->empty();
  const Origin origin{"--with", 0, 0};
  (*root.table())["title"] =
      Value{has_title ? fmt::format("{}, with {}", *title->text(), overlays) : "With " + overlays, origin, origin};
}

}  // namespace

Value merge_layers(const std::vector<Value>& layers, std::span<const Override> overrides, Faults& faults) {
  Value root{ValueTable{}, {}, {}};
  ReferenceTaking reference;
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    const Value before = root;
    merge(root, *layer, faults);
    drop_stale_sources(root, before, &*layer);
    reference.meet(root, *layer);
  }
  reference.meet_scenario(root);
  const Value before = root;
  refuse_both_ways(overrides, faults);
  std::string overlays;
  for (const auto& override_ : overrides) {
    if (override_.overlay.empty()) continue;
    lay_over(root, override_.overlay, reference, faults);
    overlays += fmt::format("{}{}", overlays.empty() ? "" : " and ", override_.overlay.stem().string());
  }
  name_overlays(root, overlays);
  for (const auto& override_ : overrides)
    if (override_.overlay.empty()) apply(root, override_, faults);
  if (!overrides.empty()) drop_stale_sources(root, before, nullptr);
  reference.put_into(root);
  return root;
}

}  // namespace homeward
