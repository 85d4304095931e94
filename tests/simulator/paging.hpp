// Orders the rows of a listing and cuts a page out of them, as the quirks say.
#pragma once

#include "tests/simulator/quirks.hpp"
#include "tests/simulator/rng.hpp"
#include "tests/simulator/rows.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trainsync::simulator {

template <class Row>
struct Page {
  std::vector<const Row*> rows;
  std::size_t page_size = 0; // after the server's own cap
  std::size_t total_rows = 0;
  std::size_t total_pages = 0;
};

template <class Row>
Stamp changed_at(const Row& row) {
  if constexpr (requires { row.updated_at; }) {
    return row.updated_at;
  } else {
    return row.created_at;
  }
}

template <class Row>
Stamp due_at(const Row& row) {
  if constexpr (requires { row.due_date; }) {
    return row.due_date;
  } else {
    return changed_at(row);
  }
}

inline std::uint64_t shuffle_key(const std::string& id, std::uint64_t seed) {
  std::uint64_t hash = seed;
  for (char letter : id) {
    hash = Rng::mix(hash + static_cast<unsigned char>(letter) + 0x9e3779b97f4a7c15u);
  }
  return hash;
}

template <class Row>
void put_in_order(std::vector<const Row*>& rows, const Quirks& quirks) {
  auto by = [&rows](auto key, auto before) {
    std::ranges::sort(rows, [=](const Row* left, const Row* right) {
      auto left_key = key(*left);
      auto right_key = key(*right);
      return left_key == right_key ? left->id < right->id : before(left_key, right_key);
    });
  };
  switch (quirks.order) {
  case Order::by_id:
    return by([](const Row& row) { return std::string_view(row.id); }, std::less{});
  case Order::by_updated_at:
    return by(changed_at<Row>, std::less{});
  case Order::by_updated_at_descending:
    return by(changed_at<Row>, std::greater{});
  case Order::by_due_date:
    return by(due_at<Row>, std::less{});
  case Order::shuffled:
    return by([&quirks](const Row& row) { return shuffle_key(row.id, quirks.shuffle_seed); },
              std::less{});
  }
}

// `page` counts from 1. Past the end it is empty, or the last one again.
template <class Row>
Page<Row> cut_page(std::vector<const Row*> rows, std::size_t page, std::size_t page_size,
                   const Quirks& quirks) {
  Page<Row> cut;
  cut.page_size = std::min(page_size, quirks.page_size_cap.value_or(page_size));
  cut.total_rows = rows.size();
  cut.total_pages = (rows.size() + cut.page_size - 1) / cut.page_size;
  if (quirks.repeats_last_page) {
    page = std::clamp<std::size_t>(page, 1, std::max<std::size_t>(cut.total_pages, 1));
  }
  put_in_order(rows, quirks);
  std::size_t begin = page > cut.total_pages ? rows.size() : (page - 1) * cut.page_size;
  std::size_t end = std::min(begin + cut.page_size, rows.size());
  cut.rows.assign(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                  rows.begin() + static_cast<std::ptrdiff_t>(end));
  return cut;
}

} // namespace trainsync::simulator
