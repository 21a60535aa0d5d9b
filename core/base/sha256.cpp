#include "motcua/base/sha256.hpp"

#include <sodium.h>

namespace motcua {

static_assert(sizeof(crypto_hash_sha256_state) == sizeof(Sha256) &&
              alignof(crypto_hash_sha256_state) <= alignof(Sha256));

Sha256::Sha256() { crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_.data())); }

void Sha256::add(ByteView part) {
  crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()),
                            reinterpret_cast<const unsigned char*>(part.data()), part.size());
}

Hash Sha256::finish() {
  Hash out{};
  auto* state = reinterpret_cast<crypto_hash_sha256_state*>(state_.data());
  crypto_hash_sha256_final(state, reinterpret_cast<unsigned char*>(out.data()));
  crypto_hash_sha256_init(state);
  return out;
}

}  // namespace motcua
