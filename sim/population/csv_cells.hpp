#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/core/units.hpp"

/// What the cells of a population file say, and what somebody meant who wrote them in a spreadsheet.
namespace homeward {

/// The number that a cell holds, if it is one and finite.
std::optional<double> number_in(const std::string& cell);

/// What to write in place of a cell that should be a number and is not, "" where there is nothing to say.
std::string hint_of_number(const std::string& cell);

/// Likewise of a row with more cells than its header: a decimal comma splits a number in two.
std::string split_number(const std::vector<std::string>& cells, std::size_t header);

/// Whether a cell is a day as spreadsheets count dates, from 1900, and no day of a run that ends at `end`.
bool is_serial_day(const std::string& cell, SimTime end);

/// The date that such a cell stands for: "2023-10-05".
std::string date_of_serial_day(const std::string& cell);

/// The level that 1/0, y/n, yes/no, true/false in any case stand for, of a trait with levels no and yes.
std::optional<std::size_t> level_of_yes_or_no(const std::string& cell,
                                              const std::vector<std::string>& levels);

}  // namespace homeward
