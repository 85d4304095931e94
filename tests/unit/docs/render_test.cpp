// What other tools are told of the schema.
#include "schema/render.hpp"

#include "schema/dictionary.hpp"
#include "tests/unit/docs/real_schema.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace trainsync::schema {
namespace {

using docs::RealSchema;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Dictionary, is_read_from_the_page) {
  const auto entries =
      read_dictionary("# Title\n\nWords.\n\n### `people`\n\nOne account.\nOn one "
                      "source.\n\nMore.\n\n| column | meaning |\n|---|---|\n"
                      "| `id` | The number. |\n\nAfter.\n\n| state | meaning |\n"
                      "| `fresh` | Good. |\n\n```sql\nSELECT 1;\n```\n\n## Next\n\n"
                      "| `no` | Column. |\n");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].name, "people");
  EXPECT_EQ(entries[0].text, "One account. On one source.\nMore.");
  ASSERT_EQ(entries[0].columns.size(), 1u);
  EXPECT_EQ(entries[0].columns[0].meaning, "The number.");
  EXPECT_EQ(entries[0].question, "SELECT 1;\n");
}

TEST(AsSql, makes_the_same_schema) {
  SQLite::Database again(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  again.exec(as_sql());
  RealSchema real;
  for (const char* type : {"table", "view", "index"})
    for (const std::string& name : real.names(type))
      EXPECT_EQ(
          again.execAndGet("SELECT sql FROM sqlite_schema WHERE name = '" + name + "'").getString(),
          real.db()
              .execAndGet("SELECT sql FROM sqlite_schema WHERE name = '" + name + "'")
              .getString());
}

TEST(AsDatasetteMetadata, describes_every_table_and_view_with_every_column) {
  RealSchema real;
  const auto metadata = nlohmann::json::parse(as_datasette_metadata("training"));
  const auto& database = metadata.at("databases").at("training");
  for (const char* type : {"table", "view"})
    for (const std::string& name : real.names(type)) {
      const auto& described = database.at("tables").at(name);
      EXPECT_FALSE(described.at("description").get<std::string>().empty()) << name;
      for (const std::string& column : real.columns(name))
        EXPECT_FALSE(described.at("columns").at(column).get<std::string>().empty())
            << name << "." << column;
    }
  for (const std::string& view : real.names("view"))
    EXPECT_THAT(database.at("queries").at("example_" + view).at("sql").get<std::string>(),
                HasSubstr(view));
}

TEST(AsDatasetteMetadata, has_no_markdown_left) {
  EXPECT_THAT(as_datasette_metadata("training"), Not(HasSubstr("`")));
  EXPECT_THAT(as_datasette_metadata("training"), Not(HasSubstr("](")));
}

TEST(AsDiagram, shows_how_tables_refer_to_each_other) {
  const std::string diagram = as_diagram();
  EXPECT_THAT(diagram, testing::StartsWith("erDiagram\n"));
  EXPECT_THAT(diagram, HasSubstr("  people |o--o{ enrolments : \"person_id\"\n"));
  EXPECT_THAT(diagram, HasSubstr("  enrolments ||--o{ status_periods : \"enrolment_id\"\n"));
  EXPECT_THAT(diagram, HasSubstr("  enrolments ||--o| enrolment_payloads : \"enrolment_id\"\n"));
  EXPECT_THAT(diagram, HasSubstr("    INTEGER id PK\n"));
  EXPECT_THAT(diagram, HasSubstr("    INTEGER person_id FK\n"));
  EXPECT_THAT(diagram, HasSubstr("    INTEGER enrolment_id PK, FK\n"));
  for (const std::string& table : RealSchema().names("table"))
    EXPECT_THAT(diagram, HasSubstr("  " + table + " {\n"));
}

} // namespace
} // namespace trainsync::schema
