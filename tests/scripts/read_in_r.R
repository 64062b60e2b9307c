# Opens a results file in rhdf5 and ncdf4 and checks that both see the same. Exit code 77: a package is missing.
file <- commandArgs(trailingOnly = TRUE)[1]
for (package in c("rhdf5", "ncdf4")) {
  if (!requireNamespace(package, quietly = TRUE)) {
    cat("R has no package", package, "\n")
    quit(status = 77)
  }
}
suppressMessages({
  library(rhdf5)
  library(ncdf4)
})

# R's arrays have the first axis last.
outcome <- h5read(file, "reunified_12_months")
scenarios <- h5read(file, "scenario")
stopifnot(ncol(outcome) == length(scenarios))
stopifnot(h5readAttributes(file, "/")$format == "homeward-results")
runs <- h5read(file, "tables/runs")
stopifnot(nrow(runs) == length(outcome), all(runs$status %in% 0:2))
families <- h5read(file, "tables/families")
stopifnot(nrow(families) == sum(runs$family_rows))
stopifnot(length(h5read(file, "by_trait/scenario")) == length(scenarios))
h5closeAll()

data <- nc_open(file)
stopifnot(identical(as.vector(ncvar_get(data, "reunified_12_months")), as.vector(outcome)))
stopifnot(identical(as.vector(ncvar_get(data, "scenario")), as.vector(scenarios)))
stopifnot(ncatt_get(data, "reunified_12_months")$units == "1")
stopifnot(ncatt_get(data, 0)$format == "homeward-results")
nc_close(data)
cat("read in R\n")
