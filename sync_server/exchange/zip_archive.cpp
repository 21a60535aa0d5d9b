#include "exchange/zip_archive.hpp"

#include <minizip/unzip.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace motcua::server {
namespace {

/// minizip reads through these functions: a file that is the memory it is given.
struct Memory {
  std::string_view bytes;
  std::uint64_t at = 0;
};

Memory* memory(voidpf stream) { return static_cast<Memory*>(stream); }

voidpf open_memory(voidpf opaque, const void* /*name*/, int /*mode*/) { return opaque; }
uLong read_memory(voidpf /*opaque*/, voidpf stream, void* out, uLong size) {
  Memory* source = memory(stream);
  const std::uint64_t left = source->bytes.size() - std::min<std::uint64_t>(source->at, source->bytes.size());
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size, left));
  if (count > 0) std::memcpy(out, source->bytes.data() + source->at, count);
  source->at += count;
  return static_cast<uLong>(count);
}
uLong write_memory(voidpf, voidpf, const void*, uLong) { return 0; }
ZPOS64_T tell_memory(voidpf, voidpf stream) { return memory(stream)->at; }
long seek_memory(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
  Memory* source = memory(stream);
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) offset += source->at;
  if (origin == ZLIB_FILEFUNC_SEEK_END) offset += source->bytes.size();
  if (offset > source->bytes.size()) return -1;
  source->at = offset;
  return 0;
}
int close_memory(voidpf, voidpf) { return 0; }
int no_error(voidpf, voidpf) { return 0; }

}  // namespace

struct ZipArchive::Impl {
  struct Entry {
    unz64_file_pos position{};
    std::uint64_t packed = 0;
  };

  explicit Impl(std::string_view bytes) : source{bytes, 0} {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (file != nullptr) unzClose(file);
  }

  Memory source;
  unzFile file = nullptr;
  std::unordered_map<std::string, Entry> entries;
  std::size_t unpacked = 0;
};

ZipArchive::ZipArchive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(std::string_view bytes) {
  auto impl = std::make_unique<Impl>(bytes);
  zlib_filefunc64_def functions{};
  functions.zopen64_file = open_memory;
  functions.zread_file = read_memory;
  functions.zwrite_file = write_memory;
  functions.ztell64_file = tell_memory;
  functions.zseek64_file = seek_memory;
  functions.zclose_file = close_memory;
  functions.zerror_file = no_error;
  functions.opaque = &impl->source;
  impl->file = unzOpen2_64("", &functions);
  if (impl->file == nullptr) return fail(ErrorCode::xlsform_unreadable, "zip");
  std::size_t count = 0;
  for (int status = unzGoToFirstFile(impl->file); status == UNZ_OK; status = unzGoToNextFile(impl->file)) {
    if (++count > kMaxEntries) return fail(ErrorCode::xlsform_too_large, "zip: " + std::to_string(kMaxEntries));
    unz_file_info64 info{};
    std::array<char, 512> name{};
    if (unzGetCurrentFileInfo64(impl->file, &info, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) != UNZ_OK ||
        info.size_filename >= name.size()) {
      return fail(ErrorCode::xlsform_unreadable, "zip");
    }
    if ((info.flag & 1U) != 0) return fail(ErrorCode::xlsform_encrypted, ".xlsx");
    Impl::Entry entry;
    entry.packed = info.compressed_size;
    if (unzGetFilePos64(impl->file, &entry.position) != UNZ_OK) return fail(ErrorCode::xlsform_unreadable, "zip");
    impl->entries.try_emplace(name.data(), entry);  // The first of a name counts.
  }
  return ZipArchive(std::move(impl));
}

bool ZipArchive::has(const std::string& name) const { return impl_->entries.contains(name); }

Result<std::string> ZipArchive::read(const std::string& name) {
  const auto found = impl_->entries.find(name);
  if (found == impl_->entries.end()) return fail(ErrorCode::xlsform_unreadable, name);
  Impl::Entry& entry = found->second;
  if (unzGoToFilePos64(impl_->file, &entry.position) != UNZ_OK || unzOpenCurrentFile(impl_->file) != UNZ_OK) {
    return fail(ErrorCode::xlsform_unreadable, name);
  }
  // What the archive says of sizes may be a lie: only what comes out counts.
  const std::uint64_t packed = std::min<std::uint64_t>(entry.packed, impl_->source.bytes.size());
  const std::uint64_t most = 1024U * 1024 + packed * kMaxRatio;
  std::string out;
  std::array<char, 65536> buffer;
  int got = 0;
  while ((got = unzReadCurrentFile(impl_->file, buffer.data(), buffer.size())) > 0) {
    const auto size = static_cast<std::size_t>(got);
    impl_->unpacked += size;
    if (impl_->unpacked > kMaxBytes || out.size() + size > most) {
      unzCloseCurrentFile(impl_->file);
      return fail(ErrorCode::xlsform_too_large, name);
    }
    out.append(buffer.data(), size);
  }
  const bool whole = unzCloseCurrentFile(impl_->file) == UNZ_OK && got == 0;
  if (!whole) return fail(ErrorCode::xlsform_unreadable, name);
  return out;
}

}  // namespace motcua::server
