#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Documents that are templates as well. A place is
///
///     <!-- results: NAME -->
///     what stands here in the document itself
///     <!-- end -->
namespace homeward {

/// Names of the places of a template, in its order.
std::vector<std::string> places_in(std::string_view text);

/// The template with every place replaced by the answer of its name, and links to other files of the
/// repository by their names in it, `folder` being that of the template. A place without an answer, one that
/// does not end, and an answer without a place are faults of the program (std::logic_error).
std::string fill(std::string_view text, const std::map<std::string, std::string>& answers,
                 std::string_view folder);

/// A table of Markdown. Bars and line breaks in cells are made harmless.
std::string markdown_table(const std::vector<std::string>& headings,
                           const std::vector<std::vector<std::string>>& rows);

}  // namespace homeward
