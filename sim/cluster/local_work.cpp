#include "sim/cluster/local_work.hpp"

#include <utility>

namespace homeward {

LocalWork::LocalWork(const Job& job, RunSink& sink, const Workers& workers, Progress& progress,
                     const std::atomic<bool>& stop)
    : job_(job), low_(workers.threads / 4) {
  thread_ = std::thread([this, &sink, workers, &progress, &stop] {
    std::size_t taken = 0;
    std::exception_ptr fault;
    try {
      const NextRun next_run = [this] { return next(); };
      taken = run_all(job_.plan, next_run, job_.simulator, sink, workers, progress, stop);
    } catch (...) {
      fault = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    taken_ = taken;
    fault_ = fault;
    over_ = true;
    changed_.notify_all();
  });
}

LocalWork::~LocalWork() {
  take_back();
  thread_.join();
}

std::optional<std::size_t> LocalWork::next() {
  std::unique_lock lock(mutex_);
  fed_.wait(lock, [this] { return waiting_ > 0 || closed_; });
  if (waiting_ == 0) return std::nullopt;
  auto& front = stretches_.front();
  const auto run = job_.runs[front.first++];
  if (--front.count == 0) stretches_.pop_front();
  --waiting_;
  if (hungry()) changed_.notify_all();
  return run;
}

bool LocalWork::is_hungry() const {
  const std::lock_guard lock(mutex_);
  return hungry();
}

void LocalWork::feed(Stretch stretch) {
  const std::lock_guard lock(mutex_);
  stretches_.push_back(stretch);
  waiting_ += stretch.count;
  fed_.notify_all();
}

void LocalWork::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  fed_.notify_all();
}

std::vector<Stretch> LocalWork::take_back() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  waiting_ = 0;
  fed_.notify_all();
  const std::deque<Stretch> left = std::exchange(stretches_, {});
  return {left.begin(), left.end()};
}

void LocalWork::wait(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  if (!over_) changed_.wait_for(lock, longest);
}

bool LocalWork::is_over() const {
  const std::lock_guard lock(mutex_);
  return over_;
}

}  // namespace homeward
