#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The closed sets of the model. Each is an enum and a table of names that the compiler sizes: adding a member
/// without a name, or a name without a member, does not compile. Names are those of scenario keys and results.
namespace homeward {

template <typename Enum>
constexpr std::size_t index(Enum member) {
  return static_cast<std::size_t>(member);
}

enum class SupportKind : std::uint8_t { emotional, informational, instructional, advocacy };
inline constexpr std::array<std::string_view, 4> support_kind_names{"emotional", "informational", "instructional",
                                                                    "advocacy"};
inline constexpr std::size_t support_kinds = support_kind_names.size();

enum class Need : std::uint8_t { stress, isolation, system_navigation, parenting_confidence, material_hardship };
inline constexpr std::array<std::string_view, 5> need_names{"stress", "isolation", "system_navigation",
                                                            "parenting_confidence", "material_hardship"};
inline constexpr std::size_t needs_count = need_names.size();

/// How a child's removal episode ends. Emancipated: turned `families.age_out_years` in care.
enum class ExitKind : std::uint8_t { reunified, adopted, guardianship, relative, emancipated, other };
inline constexpr std::array<std::string_view, 6> exit_kind_names{"reunified", "adopted",     "guardianship",
                                                                 "relative",  "emancipated", "other"};
inline constexpr std::size_t exit_kinds = exit_kind_names.size();

/// Clocks of a family on which traits act.
enum class FamilyClock : std::uint8_t {
  readiness,
  placement_move,
  trial_home_visit_failure,
  other_permanency,
  other_exit,
  reentry,
  setback
};
inline constexpr std::array<std::string_view, 7> family_clock_names{
    "readiness", "placement_move", "trial_home_visit_failure", "other_permanency", "other_exit", "reentry", "setback"};
inline constexpr std::size_t family_clocks = family_clock_names.size();

/// Where children in care live. A trial home visit is a state, not a placement.
enum class Placement : std::uint8_t { kin, foster_family, congregate };
inline constexpr std::array<std::string_view, 3> placement_names{"kin", "foster_family", "congregate"};
inline constexpr std::size_t placements = placement_names.size();

/// Phases of service; contacts per week depend on them.
enum class Phase : std::uint8_t { placed, trial_home_visit, home };
inline constexpr std::array<std::string_view, 3> phase_names{"placed", "trial_home_visit", "home"};
inline constexpr std::size_t phases = phase_names.size();

enum class QueueRule : std::uint8_t {
  first_come,
  highest_need,
  nearest_hearing,
  before_reunification_first,
  after_reunification_first
};
inline constexpr std::array<std::string_view, 5> queue_rule_names{"first_come", "highest_need", "nearest_hearing",
                                                                  "before_reunification_first",
                                                                  "after_reunification_first"};
inline constexpr std::size_t queue_rules = queue_rule_names.size();

enum class AssignmentRule : std::uint8_t { least_loaded, best_match };
inline constexpr std::array<std::string_view, 2> assignment_rule_names{"least_loaded", "best_match"};

/// How a cut of positions falls: vacancies first and then at once, or only as coaches leave.
enum class CutBy : std::uint8_t { position, attrition };
inline constexpr std::array<std::string_view, 2> cut_by_names{"position", "attrition"};

/// Who gets concrete services.
enum class ConcreteFor : std::uint8_t { all, coached };
inline constexpr std::array<std::string_view, 2> concrete_for_names{"all", "coached"};

enum class Grade : std::uint8_t { measured, published_elsewhere, expert, assumption };
inline constexpr std::array<std::string_view, 4> grade_names{"measured", "published_elsewhere", "expert",
                                                             "assumption"};

/// How much of a run is kept; each level includes the ones before.
enum class RecordLevel : std::uint8_t { runs, series, families, events };
inline constexpr std::array<std::string_view, 4> record_level_names{"runs", "series", "families", "events"};

}  // namespace homeward
