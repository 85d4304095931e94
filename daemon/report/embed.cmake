# Writes OUTPUT, a C++ file with the text of the style sheet.
file(READ "${STYLE}" style)
file(WRITE "${OUTPUT}" "#include \"daemon/report/style.hpp\"

namespace trainsync::report {

const char* const style_sheet = R\"css(${style})css\";

} // namespace trainsync::report
")
