#pragma once

#include <string>
#include <vector>

#include "sim/experiment/study_points.hpp"
#include "tests/scenario/scenario_files.hpp"

namespace homeward {

/// A base scenario of a small county in `base.toml` of a folder.
inline void write_base(const ScenarioFolder& folder) {
  folder.write("base.toml", R"(format = 1
name = "county"
[run]
replications = 7
seed = 5
[families]
entries_per_year = 50
[[traits]]
name = "kin"
share = 0.4
[hazards]
readiness = { distribution = "weibull", shape = 0.7, scale_days = 400 }
[coaches]
positions = 4
families_per_coach = 10
hiring_days = 30
[sources]
"coaches.positions" = { source = "a guess", grade = "assumption" }
)");
}

/// Reads a study whose text follows `format = 1` and `base`, so that its first line is line 3 of study.toml.
inline Study study_in(const ScenarioFolder& folder, const std::string& text,
                      const std::vector<Override>& overrides = {}) {
  write_base(folder);
  folder.write("study.toml", "format = 1\nbase = \"base.toml\"\n" + text);
  return read_study("study.toml", overrides);
}

inline StudyPoints points_in(const std::string& text, const std::string& baseline = "") {
  const ScenarioFolder folder;
  return points_of(study_in(folder, text), baseline);
}

/// Messages of the faults of a study or its points; none if there are none.
inline Messages study_faults(const std::string& text, const std::vector<Override>& overrides = {}) {
  const ScenarioFolder folder;
  try {
    points_of(study_in(folder, text, overrides));
    return {};
  } catch (const InputError& error) {
    Messages messages;
    for (const auto& issue : error.issues()) messages.push_back(to_string(issue));
    return messages;
  }
}

inline std::vector<std::string> names_of(const StudyPoints& points) {
  std::vector<std::string> names;
  for (const auto& planned : points.scenarios) names.push_back(planned.scenario->name);
  return names;
}

/// A factor with values, as TOML.
inline std::string factor(const std::string& key, const std::string& values) {
  return "[[factor]]\nkey = \"" + key + "\"\nvalues = " + values + "\n";
}

inline std::string ranged(const std::string& key, const std::string& range) {
  return "[[factor]]\nkey = \"" + key + "\"\nrange = " + range + "\n";
}

}  // namespace homeward
