#include "sim/cli/app.hpp"

int main(int argc, char** argv) {
  return homeward::run_app(homeward::homeward_program(), argc, argv);
}
