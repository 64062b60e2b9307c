#pragma once

#include <span>
#include <string_view>

namespace homeward {

/// An outcome that has another name since a version of the format. The old name may mean something else since
/// then.
struct RenamedOutcome {
  std::string_view old_name, new_name;
  std::string_view since;  ///< "1.1": the first version with the new name
};

/// All of them, in the order of their versions. An outcome that kept its name and changed its meaning is
/// none: see OutcomeInfo::changed_in.
std::span<const RenamedOutcome> renamed_outcomes();

}  // namespace homeward
