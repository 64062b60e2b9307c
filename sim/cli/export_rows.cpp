#include <fmt/format.h>

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include "output/rows.hpp"
#include "output/schema.hpp"
#include "sim/cli/export_tables.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace {

/// Units by how a column is called; what numbers or names something has none.
std::string row_header(std::string_view column) {
  const std::string name(column);
  if (name.ends_with("_day") || name == "day") return headed(name, "d");
  if (name == "youngest_age_years") return headed(name, "years");
  if (name == "moves" || name == "children" || name == "accepts" || name == "referred")
    return headed(name, "1");
  return name;
}

/// A code as its name; -1 is nothing.
template <typename Names>
std::string code_text(std::int64_t code, const Names& names) {
  return code >= 0 && static_cast<std::size_t>(code) < names.size()
             ? std::string(names[static_cast<std::size_t>(code)])
             : std::string();
}

template <typename Value>
void write_value(CsvWriter& out, Value value) {
  if constexpr (std::floating_point<Value>) {
    out.number(value);
  } else {
    out.whole(static_cast<std::int64_t>(value));
  }
}

/// What the detail of an event means, in a word.
std::string detail_text(const EventRow& row) {
  constexpr std::array<std::string_view, 3> hearings{"held", "granted", "continued"};
  constexpr std::array<std::string_view, 2> answers{"refused", "accepted"};
  constexpr std::array<std::string_view, 2> joined{"referred", "handed_back"};
  switch (static_cast<EventKind>(row.kind)) {
    case EventKind::exit:
      return code_text(row.detail, exit_kind_names);
    case EventKind::hearing:
      return code_text(row.detail, hearings);
    case EventKind::referral_answered:
      return code_text(row.detail, answers);
    case EventKind::joined_queue:
      return code_text(row.detail, joined);
    case EventKind::left_queue:
      return code_text(row.detail, left_queue_names);
    case EventKind::entry:
    case EventKind::reentry:
    case EventKind::placement_move:
    case EventKind::visit_failed:
      return code_text(row.detail, placement_names);
    case EventKind::child_other_exit:
    case EventKind::child_aged_out:
      return fmt::format("child_{}", row.detail + 1);
    case EventKind::contact_kept:
    case EventKind::contact_missed:
      return row.detail < 0 ? "" : fmt::format("trust_{}_percent", row.detail);
    default:
      return "";
  }
}

template <typename Row>
void write_columns(CsvWriter& out, const Row& row) {
  rows::visit(row, [&out](std::string_view name, auto value) {
    if (name == "exit_kind") {
      out.text(code_text(static_cast<std::int64_t>(value), exit_kind_names));
    } else if (name == "queue_end") {
      out.text(code_text(static_cast<std::int64_t>(value), queue_end_names));
    } else if (name == "kind") {
      out.text(code_text(static_cast<std::int64_t>(value), event_kind_names));
    } else {
      write_value(out, value);
    }
  });
}

template <typename Row>
void write_headers(CsvWriter& out) {
  for (const auto& column : rows::columns_of<Row>()) out.text(row_header(column.name));
}

void require(const Export& request, RecordLevel level, const char* what) {
  if (request.file.record() < level)
    throw UsageError(fmt::format("{} has no {}; simulate with --record {}", request.file.path().string(),
                                 what, record_level_names[index(level)]));
  if (!request.names.empty())
    throw UsageError(fmt::format("--outcome: the table of {} has no outcomes", what));
}

/// Calls write(scenario's cells, rows of the run) for each run, replication by replication: as the tables
/// lie.
template <typename Write>
void each_run(const Export& request, const ScenarioColumns& columns, Write write) {
  for (std::uint32_t replication = 0; replication < request.file.axes().replications; ++replication)
    for (const auto scenario : request.scenarios)
      write(fmt::format("{},{}", columns.cells(scenario), replication),
            request.file.rows(scenario, replication));
}

}  // namespace

void export_families(const Export& request) {
  require(request, RecordLevel::families, "families");
  auto& out = request.out;
  const ScenarioColumns columns(request.file);
  const auto& traits = request.file.trait_columns();
  out.ready(columns.header()).text("replication");
  write_headers<FamilyRow>(out);
  for (const auto& trait : traits) out.text(fmt::format("trait_{}", trait.name));
  out.end_row();
  each_run(request, columns, [&](const std::string& front, const ResultsFile::Rows& rows) {
    for (std::size_t i = 0; i < rows.families.size(); ++i) {
      out.ready(front);
      write_columns(out, rows.families[i]);
      for (std::size_t trait = 0; trait < traits.size(); ++trait)
        out.text(code_text(rows.family_traits[i * traits.size() + trait], traits[trait].levels));
      out.end_row();
    }
  });
}

void export_events(const Export& request) {
  require(request, RecordLevel::events, "events");
  auto& out = request.out;
  const ScenarioColumns columns(request.file);
  out.ready(columns.header()).text("replication");
  write_headers<EventRow>(out);
  out.text("detail_meaning").end_row();
  each_run(request, columns, [&](const std::string& front, const ResultsFile::Rows& rows) {
    for (const auto& row : rows.log) {
      out.ready(front);
      write_columns(out, row);
      out.text(detail_text(row)).end_row();
    }
  });
}

}  // namespace homeward
