#include "daemon/cli/main.hpp"

int main(int argc, char** argv) {
  return trainsync::cli::main(argc, argv);
}
