#pragma once

#include <cstdint>

namespace homeward::benchmark {

/// Work that needs no memory: draws by address and their logarithms. Each of the threads does all of it, so
/// on cores that do not get into each other's way the time does not depend on their number. Returns a sum
/// that depends on all of it.
double run_arithmetic(std::uint32_t draws, unsigned threads);

}  // namespace homeward::benchmark
