#pragma once
/// Everything of the room: operations, merged state, a device's own log, the server's sequencer.
#include "motcua/records/attachment.hpp"
#include "motcua/records/feed.hpp"
#include "motcua/records/local_log.hpp"
#include "motcua/records/operation.hpp"
#include "motcua/records/sequencer.hpp"
#include "motcua/records/state.hpp"
