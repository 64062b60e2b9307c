#include "sim/cli/app.hpp"

int main(int argc, char** argv) {
  return homeward::run_app(argc, argv);
}
