#pragma once

#include <string>

#include "sim/cli/json.hpp"
#include "sim/cli/precise_study.hpp"

/// How a study that runs until it is precise is told.
namespace homeward {

/// "20, 30, 45, 68, ... at most 1000 replications".
std::string looks_text(const PrecisionRule& rule);

/// What the last look saw and what follows: for a message while a study runs.
std::string look_text(const PreciseStudy& study, const RunPlan& plan, Verdict verdict);

/// Why a study ended without being precise, line by line: which outcome of which scenario reached what, and
/// how many replications it would about need.
std::string shortfall_text(const PreciseStudy& study, const RunPlan& plan, Verdict verdict);

/// "reunified_12_months=0.005 of level, at most 1000 replications: reached with 68", for the record.
std::string precision_fact(const PreciseStudy& study, Verdict verdict);

/// Adds the field "precision" to an open object.
void add_precision(JsonWriter& json, const PreciseStudy& study, const RunPlan& plan, Verdict verdict);

}  // namespace homeward
