#include "sim/scenario/named_base.hpp"

#include <fmt/format.h>

#include <system_error>

namespace homeward {

void tell_missing(const std::filesystem::path& file, std::string_view key, std::string_view must,
                  Faults& faults) {
  faults.add({file.generic_string(), 1, 1}, key, fmt::format("{} is missing; it must be {}", key, must));
}

std::optional<NamedBase> read_named_base(const Value& table, const std::filesystem::path& file,
                                         std::span<const Override> overrides, Faults& faults) {
  constexpr std::string_view must = "the path of a scenario file";
  const Value* base = table.member("base");
  if (base == nullptr) {
    tell_missing(file, "base", must, faults);
    return std::nullopt;
  }
  if (base->text() == nullptr || base->text()->empty()) {
    faults.wrong(*base, "base", must);
    return std::nullopt;
  }
  const auto path = (file.parent_path() / *base->text()).lexically_normal();
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    faults.add(base->origin, "base",
               fmt::format("base is {} ({}); there is no such file", show(*base), path.generic_string()));
    return std::nullopt;
  }
  try {
    return NamedBase{path, std::make_shared<const BaseScenario>(path, overrides)};
  } catch (const InputError& error) {
    for (const auto& issue : error.issues())
      faults.add({issue.place, issue.line, issue.column}, "base", issue.text);
    return std::nullopt;
  }
}

}  // namespace homeward
