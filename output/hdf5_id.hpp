#pragma once

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <utility>

/// Small handles over the HDF5 C API. HDF5 is used by one thread at a time.
namespace homeward::hdf5 {

/// An HDF5 call failed; says what was being done and, where the system told why, why. Stays inside this room:
/// its edges know the file's name and turn it into RunError (writing) or ResultsError (reading).
class Failure : public std::runtime_error {
 public:
  explicit Failure(const std::string& doing);
  /// The system's own words, or else what was being done.
  std::string reason() const { return reason_.empty() ? what() : reason_; }
  /// Whether it was for want of memory.
  bool out_of_memory() const { return out_of_memory_; }

 private:
  std::string reason_;
  bool out_of_memory_{};
};

/// Keeps HDF5 from printing its own error stack and from working at exit. Called before the first use in
/// every entry point.
void silence();

/// Owns one HDF5 identifier.
class Id {
 public:
  using Closer = herr_t (*)(hid_t);
  Id() = default;
  /// Throws Failure if the identifier is negative: `doing` then says what failed.
  Id(hid_t id, Closer closer, const std::string& doing) : id_(id), closer_(closer) {
    if (id < 0) throw Failure(doing);
  }
  Id(Id&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_) {}
  Id& operator=(Id&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(closer_, other.closer_);
    return *this;
  }
  ~Id() {
    if (id_ >= 0) closer_(id_);
  }
  operator hid_t() const { return id_; }
  /// Closes now; throws Failure where closing writes and the write fails.
  void close(const std::string& doing) {
    if (id_ >= 0 && closer_(std::exchange(id_, H5I_INVALID_HID)) < 0) throw Failure(doing);
  }
  /// Leaves the object open for good.
  void abandon() { id_ = H5I_INVALID_HID; }

 private:
  hid_t id_{H5I_INVALID_HID};
  Closer closer_{};
};

/// Throws Failure if an HDF5 call returned a negative status.
inline void require(herr_t status, const std::string& doing) {
  if (status < 0) throw Failure(doing);
}

/// Variable-length UTF-8, the type of every string in datasets and attributes.
Id string_type();

}  // namespace homeward::hdf5
