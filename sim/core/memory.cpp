#include "sim/core/memory.hpp"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace homeward {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int largest_table = 64 << 20;  // larger ones are few and worth giving back
  constexpr int most_kept = 128 << 20;
  mallopt(M_MMAP_THRESHOLD, largest_table);
  mallopt(M_TRIM_THRESHOLD, most_kept);
#endif
}

}  // namespace homeward
