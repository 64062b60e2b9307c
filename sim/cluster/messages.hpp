#pragma once

#include <boost/mpi/communicator.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/cluster/deal.hpp"

/// What ranks tell each other. Rank 0, the lead, reads the output, hands out runs and assembles; the others
/// are helpers. Every rank reads the study by itself. What the lead sends to one helper is small, so that it
/// never waits for one; helpers may wait for the lead, which always listens.
namespace homeward {

namespace mpi = boost::mpi;

inline constexpr int lead_rank = 0;

namespace tag {
inline constexpr int round = 1;    ///< to a helper: runs are to be done; a broadcast of the Round follows
inline constexpr int block = 2;    ///< to a helper that asked: a Stretch
inline constexpr int stop = 3;     ///< to a helper: begin no more runs in this round
inline constexpr int dismiss = 4;  ///< to a helper: all is done
inline constexpr int report = 5;   ///< to the lead
}  // namespace tag

/// Runs to be done together, and what of the plan they belong to a helper cannot know from the study.
struct Round {
  std::string parts;  ///< folder, absolute
  std::uint64_t seed{};
  std::uint32_t replications{};
  std::uint32_t draws{};  ///< of each plan; 0: none are drawn
  int record{};
  std::vector<std::uint32_t> logged_families;
  std::vector<std::string> digests;  ///< of the plan's scenarios, some of which may stand in the output alone
  std::vector<std::uint64_t> runs;   ///< numbers in the plan

  template <typename Archive>
  void serialize(Archive& archive, unsigned) {
    archive& parts& seed& replications& draws& record& logged_families& digests& runs;
  }
};

/// From a helper. Counts are since its last report.
struct Report {
  bool asks{};  ///< for a block; it gets one answer
  bool over{};  ///< its last word of this round: all it finished is on the disk
  std::uint64_t done{}, failed{}, events{}, microseconds{};
  std::vector<std::pair<std::uint64_t, std::string>> failures;  ///< runs that failed, and why
  std::vector<Stretch> unbegun;                                 ///< handed out, but not begun
  std::uint64_t taken{};           ///< with over: runs in its parts or told as failed
  std::vector<std::string> parts;  ///< with over: files it wrote in this round
  std::string fault;               ///< with over: what stopped it; "" = nothing

  template <typename Archive>
  void serialize(Archive& archive, unsigned) {
    archive& asks& over& done& failed& events& microseconds& failures& unbegun& taken& parts& fault;
  }
};

}  // namespace homeward
