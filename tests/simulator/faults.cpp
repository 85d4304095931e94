#include "tests/simulator/faults.hpp"

#include "tests/simulator/gzip.hpp"

#include <algorithm>
#include <utility>

namespace trainsync::simulator {
namespace {

using Json = nlohmann::ordered_json;

// Where a page's records stand: it is a bare array, or they are in one of these fields.
Json& records(Json& page) {
  for (const char* name : {"results", "data"}) {
    if (page.is_object() && page.contains(name)) {
      return page[name];
    }
  }
  return page;
}

Fault deliver(Delivery delivery) {
  return [delivery](Response answer) {
    answer.delivery = delivery;
    return answer;
  };
}

void drop_content_type(Headers& headers) {
  std::erase_if(headers, [](const auto& header) { return header.first == "Content-Type"; });
}

} // namespace

Fault answer_with(unsigned status, const std::string& body, const Headers& headers) {
  return [=](Response answer) {
    answer.status = status;
    answer.body = body;
    answer.headers.insert(answer.headers.end(), headers.begin(), headers.end());
    return answer;
  };
}

Fault answer_literally(const std::string& json) {
  return answer_with(200, json);
}

Fault truncated_json() {
  return [](Response answer) {
    answer.body.resize(answer.body.size() / 2);
    return answer;
  };
}

Fault html_page(unsigned status) {
  return [status](Response answer) {
    answer.status = status;
    drop_content_type(answer.headers);
    answer.headers.emplace_back("Content-Type", "text/html");
    answer.body = "<!DOCTYPE html><html><body><h1>We'll be right back</h1></body></html>";
    return answer;
  };
}

Fault empty_body() {
  return [](Response answer) {
    answer.body.clear();
    return answer;
  };
}

Fault malformed_record(std::size_t record, const std::string& field, const nlohmann::json& value) {
  std::string pointer = field.starts_with('/') ? field : "/" + field;
  return [=](Response answer) {
    Json page = Json::parse(answer.body);
    Json& rows = records(page);
    if (rows.is_array() && !rows.empty()) {
      rows[std::min(record, rows.size() - 1)][Json::json_pointer(pointer)] = Json(value);
    }
    answer.body = page.dump();
    return answer;
  };
}

Fault gzip_bomb(std::size_t inflated_bytes) {
  const std::string member = gzip(std::string(1 << 20, ' '));
  std::string bomb;
  for (std::size_t bytes = 0; bytes < inflated_bytes; bytes += 1 << 20) {
    bomb += member;
  }
  return answer_with(200, bomb, {{"Content-Encoding", "gzip"}});
}

Fault close_before_answer() {
  return deliver(Delivery::close_before_answer);
}
Fault stall() {
  return deliver(Delivery::stall);
}
Fault partial_body() {
  return deliver(Delivery::partial_body);
}
Fault endless_headers() {
  return deliver(Delivery::endless_headers);
}
Fault endless_body() {
  return deliver(Delivery::endless_body);
}

void Faults::next(Fault fault, std::size_t times) {
  when([](const Request&, std::size_t) { return true; }, std::move(fault), times);
}

void Faults::at(std::size_t index, Fault fault) {
  when([index](const Request&, std::size_t asked) { return asked == index; }, std::move(fault), 1);
}

void Faults::when(RequestPredicate applies, Fault fault, std::size_t times) {
  rules_.push_back({std::move(applies), std::move(fault), times});
}

Response Faults::apply(const Request& request, std::size_t index, Response answer) {
  for (Rule& rule : rules_) {
    if (rule.times_left > 0 && rule.applies(request, index)) {
      rule.times_left -= rule.times_left == always ? 0 : 1;
      return rule.fault(std::move(answer));
    }
  }
  return answer;
}

RequestPredicate target_begins_with(std::string prefix) {
  return [prefix = std::move(prefix)](const Request& request, std::size_t) {
    return request.target.starts_with(prefix);
  };
}

} // namespace trainsync::simulator
