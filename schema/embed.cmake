# Writes OUTPUT, a C++ file with the text of the migrations, in order, of the views, and of the data dictionary.
set(body "")
foreach(file IN LISTS MIGRATIONS)
  file(READ "${file}" sql)
  string(APPEND body "    R\"sql(${sql})sql\",\n")
endforeach()
file(READ "${VIEWS}" views)
file(READ "${DICTIONARY}" dictionary)
file(WRITE "${OUTPUT}" "#include \"schema/sql.hpp\"

namespace trainsync::schema {

const std::span<const char* const> migrations = [] {
  static constexpr const char* texts[] = {
${body}  };
  return std::span<const char* const>(texts);
}();

const char* const views = R\"sql(${views})sql\";

const char* const dictionary = R\"page(${dictionary})page\";

} // namespace trainsync::schema
")
