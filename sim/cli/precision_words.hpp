#pragma once

#include <string>

#include "sim/cli/json.hpp"
#include "sim/cli/precise_study.hpp"

/// How a study that runs until it is precise is told.
namespace homeward {

/// "20, 30, 45, 68, ... at most 1000 replications".
std::string looks_text(const PrecisionRule& rule);

/// What the last look saw and what follows: for a message while a study runs.
std::string look_text(const PreciseStudy& study, const RunPlan& plan);

/// What is known before anything runs: that it is precise already, or which look is due.
std::string outlook_text(const PreciseStudy& study, const RunPlan& plan);

/// Why a study ended without being precise, line by line: which outcome of which scenario reached what, and
/// how many replications it would about need.
std::string shortfall_text(const PreciseStudy& study, const RunPlan& plan);

/// "reunified_12_months=0.005 of level, at most 1000 replications: reached with 68", for the record.
std::string precision_fact(const PreciseStudy& study);

/// Adds the field "precision" to an open object: of the last look, if there was one.
void add_precision(JsonWriter& json, const PreciseStudy& study, const RunPlan& plan);

}  // namespace homeward
