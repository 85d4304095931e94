// The schema, rendered for other tools.
#pragma once

#include <string>

namespace trainsync::schema {

// Every table, index and view as SQL, each table and view with what the data dictionary says of it.
std::string as_sql();

// Datasette's metadata.json: what each table, view and column means, and a question to each view.
// `database` is the name that Datasette gives the file: its own, without ".db".
std::string as_datasette_metadata(const std::string& database);

// An entity-relationship diagram of the tables, in Mermaid's language.
std::string as_diagram();

} // namespace trainsync::schema
