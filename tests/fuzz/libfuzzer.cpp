#include <cstdint>
#include <cstdlib>

#include "support.hpp"
#include "targets.hpp"

// The target is named in the environment, not by an argument, as libFuzzer starts the program anew by itself
// (-merge).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto target = [] {
    const char* name = std::getenv("FUZZ_TARGET");
    homeward::fuzz::enter_own_folder();
    return homeward::fuzz::target_named(name == nullptr ? "" : name);
  }();
  target({reinterpret_cast<const char*>(data), size});
  return 0;
}
