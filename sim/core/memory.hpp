#pragma once

namespace homeward {

/// Asks the allocator of this process to keep what a run gives back, so that the next run takes it again.
/// Fresh pages from the system are cleared one by one: they cost a fifth of a short run. Memory stays at what
/// the largest run took. Where the allocator cannot be asked, nothing happens.
void keep_freed_memory();

}  // namespace homeward
