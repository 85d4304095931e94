// What is wrong with the file, in words that say what to do.
#pragma once

#include "schema/open.hpp"

namespace trainsync::store {

using schema::Errc;
using schema::Error;

} // namespace trainsync::store
