#include "sim/population/csv_population.hpp"

#include "sim/core/issues.hpp"

namespace homeward {

CsvPopulation read_csv_population(const Scenario& scenario) {
  throw InputError({{scenario.families.csv, 0, 0, "populations from CSV cannot be read yet"}});
}

}  // namespace homeward
