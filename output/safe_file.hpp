#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

/// Files that have their final name only when they are whole.
namespace homeward {

/// `OUT.h5.parts` beside `OUT.h5`: where finished runs wait, and where a new results file grows until it is
/// whole.
std::filesystem::path parts_folder(const std::filesystem::path& results);

/// Why a path cannot get a new file: "it is a folder", "it is a device or a pipe, not a file"; "" if it can.
/// Replacing /dev/null would do harm far from here.
std::string why_irreplaceable(const std::filesystem::path& file);

/// The file that a name stands for: behind a link, what it leads to, which need not be there. A file that is
/// renamed to the name of a link would take the link's place.
std::filesystem::path behind_links(const std::filesystem::path& file);

/// Creates the folder if it is missing. Throws RunError.
void make_folder(const std::filesystem::path& folder);

/// Removes the folder if nothing is in it; a link to a folder stays.
void remove_if_empty(const std::filesystem::path& folder);

/// A name in `folder` that no other process uses, on whatever machine; files of such names are remains of a
/// killed program.
std::filesystem::path temporary_name(const std::filesystem::path& folder);
bool is_temporary(const std::filesystem::path& file);

/// Writes a whole file under a temporary name in the folder of `file`, flushes it to the disk and renames it;
/// behind a link, what it leads to. Throws RunError.
void write_whole(const std::filesystem::path& file, std::span<const std::string_view> pieces);

/// Flushes a finished file to the disk and gives it its final name. Throws RunError.
void flush_and_rename(const std::filesystem::path& temporary, const std::filesystem::path& file);

/// Adds bytes to the end of a file. Throws RunError.
void append_bytes(const std::filesystem::path& file, std::string_view bytes);

}  // namespace homeward
