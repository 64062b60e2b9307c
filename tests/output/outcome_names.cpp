#include "output/outcome_names.hpp"

#include <catch2/catch.hpp>

using namespace homeward;

TEST_CASE("outcome names: a file from before a renaming has the outcome under its old name") {
  const OutcomeNames before(0);
  CHECK(before.today("mean_days_to_first_coach") == "mean_days_on_queue");
  CHECK(before.stored("mean_days_on_queue") == "mean_days_to_first_coach");
  CHECK(before.stored("p90_days_on_queue_ci_low") == "p90_days_to_first_coach_ci_low");
  CHECK(before.stored("by_trait/mean_days_on_queue") == "by_trait/mean_days_to_first_coach");
  CHECK(before.stored("families_entered") == "families_entered");
  CHECK(before.stored("mean_days_on_queue_by_month") == "mean_days_on_queue_by_month");
}

TEST_CASE("outcome names: what an old name means today is in no file from before") {
  const OutcomeNames before(0);
  CHECK_FALSE(before.stored("mean_days_to_first_coach"));
  CHECK_FALSE(before.stored("mean_days_to_first_coach_mean"));
  const OutcomeNames since(1);
  CHECK(since.today("mean_days_to_first_coach") == "mean_days_to_first_coach");
  CHECK(since.stored("mean_days_to_first_coach") == "mean_days_to_first_coach");
}

TEST_CASE("outcome names: versions are compared as numbers") {
  CHECK(OutcomeNames(1).is_before("1.2"));
  CHECK(OutcomeNames(9).is_before("1.10"));
  CHECK_FALSE(OutcomeNames(1).is_before("1.1"));
  CHECK_FALSE(OutcomeNames(0).is_before(""));  // had its meaning from the first version on
}
