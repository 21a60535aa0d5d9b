#pragma once
#include <minizip/zip.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

/// Zip files for tests, written by minizip into memory.
namespace motcua::test {

struct ZipPart {
  std::string name;
  std::string bytes;
  bool deflated = true;
};

namespace zip_detail {

/// A file that is a string: minizip goes back in it to fill in sizes.
struct Memory {
  std::string bytes;
  std::size_t at = 0;
};

inline Memory& memory(voidpf stream) { return *static_cast<Memory*>(stream); }
inline voidpf open(voidpf opaque, const void* /*name*/, int /*mode*/) { return opaque; }
inline uLong read(voidpf, voidpf, void*, uLong) { return 0; }
inline uLong write(voidpf /*opaque*/, voidpf stream, const void* from, uLong size) {
  Memory& file = memory(stream);
  if (file.bytes.size() < file.at + size) file.bytes.resize(file.at + size);
  std::memcpy(file.bytes.data() + file.at, from, size);
  file.at += size;
  return size;
}
inline ZPOS64_T tell(voidpf /*opaque*/, voidpf stream) { return memory(stream).at; }
inline long seek(voidpf /*opaque*/, voidpf stream, ZPOS64_T offset, int origin) {
  Memory& file = memory(stream);
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) offset += file.at;
  if (origin == ZLIB_FILEFUNC_SEEK_END) offset += file.bytes.size();
  file.at = offset;
  return 0;
}
inline int close(voidpf, voidpf) { return 0; }

}  // namespace zip_detail

inline std::string make_zip(const std::vector<ZipPart>& parts) {
  zip_detail::Memory memory;
  zlib_filefunc64_def functions{};
  functions.zopen64_file = zip_detail::open;
  functions.zread_file = zip_detail::read;
  functions.zwrite_file = zip_detail::write;
  functions.ztell64_file = zip_detail::tell;
  functions.zseek64_file = zip_detail::seek;
  functions.zclose_file = zip_detail::close;
  functions.zerror_file = zip_detail::close;
  functions.opaque = &memory;
  zipFile file = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
  const auto check = [](bool good) {
    if (!good) std::abort();
  };
  check(file != nullptr);
  for (const ZipPart& part : parts) {
    const zip_fileinfo info{};
    check(zipOpenNewFileInZip(file, part.name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                              part.deflated ? Z_DEFLATED : 0, Z_DEFAULT_COMPRESSION) == ZIP_OK);
    check(zipWriteInFileInZip(file, part.bytes.data(), static_cast<unsigned>(part.bytes.size())) == ZIP_OK);
    check(zipCloseFileInZip(file) == ZIP_OK);
  }
  check(zipClose(file, nullptr) == ZIP_OK);
  return std::move(memory.bytes);
}

}  // namespace motcua::test
