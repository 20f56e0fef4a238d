import Glibc

/// Whole files that must not be large.
enum SmallFile {
  /// The first bytes of a regular file; nil if there is none or it cannot be read.
  static func read(_ path: String, limit: Int) -> [UInt8]? {
    // Not waiting: it may be a pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return read(descriptor, from: 0, limit: limit)
  }

  /// Bytes of an open file from a place on; nil if it cannot be read.
  static func read(_ descriptor: Int32, from start: Int, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < limit {
      let count = pread(
        descriptor, &piece, min(piece.count, limit - bytes.count), off_t(start + bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += piece.prefix(count)
    }
    return bytes
  }
}
