// Names and titles to make a company from.
#pragma once

#include <array>
#include <string_view>

namespace trainsync::simulator {

// The second column is how the name stands in an e-mail address.
struct Name {
  std::string_view written;
  std::string_view address;
};

inline constexpr std::array<Name, 32> first_names{
    {{"Amelia", "amelia"}, {"Zoë", "zoe"},       {"José", "jose"},     {"Priya", "priya"},
     {"Oliver", "oliver"}, {"Wei", "wei"},       {"Fatima", "fatima"}, {"Noah", "noah"},
     {"Søren", "soren"},   {"Grace", "grace"},   {"Kwame", "kwame"},   {"Isla", "isla"},
     {"Łukasz", "lukasz"}, {"Harper", "harper"}, {"Yuki", "yuki"},     {"Mohammed", "mohammed"},
     {"Chloé", "chloe"},   {"Daniel", "daniel"}, {"Anya", "anya"},     {"Tariq", "tariq"},
     {"Freya", "freya"},   {"Diego", "diego"},   {"Mei", "mei"},       {"Samuel", "samuel"},
     {"Nadia", "nadia"},   {"Liam", "liam"},     {"Ingrid", "ingrid"}, {"Omar", "omar"},
     {"Ruth", "ruth"},     {"Tomás", "tomas"},   {"Leila", "leila"},   {"Jack", "jack"}}};

inline constexpr std::array<Name, 31> last_names{{{"Smith", "smith"},
                                                  {"O'Brien", "obrien"},
                                                  {"Müller", "mueller"},
                                                  {"Patel", "patel"},
                                                  {"García", "garcia"},
                                                  {"Chen", "chen"},
                                                  {"Okafor", "okafor"},
                                                  {"Nowak", "nowak"},
                                                  {"Jones", "jones"},
                                                  {"Van der Berg", "vdberg"},
                                                  {"Kim", "kim"},
                                                  {"Rossi", "rossi"},
                                                  {"Ahmed", "ahmed"},
                                                  {"Taylor", "taylor"},
                                                  {"Lindqvist", "lindqvist"},
                                                  {"Sato", "sato"},
                                                  {"Walker-Hughes", "walker-hughes"},
                                                  {"Silva", "silva"},
                                                  {"Dubois", "dubois"},
                                                  {"Ivanova", "ivanova"},
                                                  {"Murphy", "murphy"},
                                                  {"Haddad", "haddad"},
                                                  {"Brown", "brown"},
                                                  {"Nguyễn", "nguyen"},
                                                  {"MacDonald", "macdonald"},
                                                  {"Kowalska", "kowalska"},
                                                  {"Evans", "evans"},
                                                  {"Öztürk", "ozturk"},
                                                  {"Mensah", "mensah"},
                                                  {"Schwarz", "schwarz"},
                                                  {"Reid", "reid"}}};

struct ContentTitle {
  std::string_view title;
  std::string_view type;
};

inline constexpr std::array<ContentTitle, 14> content_titles{
    {{"Anti-money laundering essentials", "elearning"},
     {"Fire safety at work", "video"},
     {"Data protection refresher", "elearning"},
     {"Manual handling", "elearning"},
     {"Whistleblowing: what “protected” means", "article"},
     {"Display screen equipment", "file"},
     {"Welcome to the company", "pathway"},
     {"Conflicts of interest", "elearning"},
     {"Unconscious bias, part 1 & 2", "video"},
     {"Phishing, <b>spoofing</b> and you", "elearning"},
     {"First aid for managers", "event"},
     {"Modern slavery awareness", "elearning"},
     {"Giving feedback", "article"},
     {"Sécurité au travail", "video"}}};

struct ScenarioName {
  std::string_view name;
  std::string_view slug;
};

inline constexpr std::array<ScenarioName, 10> scenario_names{
    {{"Procurement Discovery", "procurement-discovery"},
     {"Renewal at Risk", "renewal-at-risk"},
     {"The Late Delivery", "the-late-delivery"},
     {"First Call with a CFO", "first-call-with-a-cfo"},
     {"Giving Hard Feedback", "giving-hard-feedback"},
     {"Price Objection", "price-objection"},
     {"An Angry Customer", "an-angry-customer"},
     {"Return-to-work Talk", "return-to-work-talk"},
     {"Negotiating Scope", "negotiating-scope"},
     {"Discovery: Manufacturing", "discovery-manufacturing"}}};

inline constexpr std::array<std::string_view, 4> program_names{
    "Sales onboarding", "Leading people", "Customer care Q2", "Account management"};

inline constexpr std::array<std::string_view, 6> departments{"Sales",   "Operations", "Finance",
                                                             "Support", "Legal",      "Warehouse"};

} // namespace trainsync::simulator
