#include "tests/unit/cli/workbook_cells.hpp"

#include "daemon/cli/export/archive.hpp"

#include <regex>
#include <stdexcept>
#include <vector>

namespace trainsync::cli {
namespace {

std::string without_entities(std::string text) {
  for (const auto& [entity, character] :
       {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}})
    text = std::regex_replace(text, std::regex(entity), character);
  return text;
}

std::vector<std::string> matches(const std::string& text, const std::string& pattern) {
  std::vector<std::string> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match)
    found.push_back((*match)[1]);
  return found;
}

// The number format of each cell style; empty for the general one.
std::vector<std::string> formats_of(const std::string& styles) {
  std::map<std::string, std::string> formats{{"0", ""}};
  const std::regex format("<numFmt numFmtId=\"([0-9]+)\" formatCode=\"([^\"]*)\"");
  for (std::sregex_iterator match(styles.begin(), styles.end(), format), end; match != end; ++match)
    formats[(*match)[1]] = (*match)[2];
  const std::string cells = styles.substr(styles.find("<cellXfs"));
  std::vector<std::string> of_styles;
  for (const std::string& id : matches(cells, "<xf numFmtId=\"([0-9]+)\""))
    of_styles.push_back(formats.at(id));
  return of_styles;
}

} // namespace

std::map<std::string, std::string> parts_of(const std::filesystem::path& workbook) {
  auto archive = Archive::open(workbook);
  if (!archive)
    throw std::runtime_error(archive.error());
  std::map<std::string, std::string> parts;
  for (const Archive::Entry& entry : archive->entries())
    if (!archive->unpack(entry, [&](std::string_view piece) { parts[entry.name] += piece; }))
      throw std::runtime_error(entry.name + " is not sound");
  return parts;
}

std::map<std::string, std::string> cells_of(const std::filesystem::path& workbook, int sheet) {
  const auto parts = parts_of(workbook);
  const std::string xml = parts.at("xl/worksheets/sheet" + std::to_string(sheet) + ".xml");
  const std::vector<std::string> formats = formats_of(parts.at("xl/styles.xml"));
  std::map<std::string, std::string> cells;
  const std::regex cell("<c r=\"([A-Z]+[0-9]+)\"(?: s=\"([0-9]+)\")?(?: t=\"([a-zA-Z]+)\")?>"
                        "(?:<v>([^<]*)</v>|<is><t[^>]*>([^<]*)</t></is>)</c>");
  for (std::sregex_iterator match(xml.begin(), xml.end(), cell), end; match != end; ++match) {
    const std::string type = (*match)[3], style = (*match)[2];
    const std::string format = style.empty() ? "" : formats.at(std::stoul(style));
    cells[(*match)[1]] = type == "inlineStr" ? "text:" + without_entities((*match)[5])
                         : type == "b"       ? "answer:" + (*match)[4].str()
                                       : "number" + (format.empty() ? "" : "[" + format + "]") +
                                             ":" + (*match)[4].str();
  }
  return cells;
}

} // namespace trainsync::cli
