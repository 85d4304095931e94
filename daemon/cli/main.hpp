// The program: parses the command line, runs one verb, answers its exit code.
#pragma once

namespace trainsync::cli {

int main(int argc, char** argv);

} // namespace trainsync::cli
