import Glibc

/// Replaces files in one step: whoever reads one sees the old or the new contents, never half of
/// them.
enum AtomicFile {
  /// Replaces a file, or makes it; its mode stays. A symbolic link is followed.
  ///
  /// - Returns: why not; the file is then as it was.
  static func write(_ bytes: [UInt8], to path: String) -> SystemError? {
    let target = RealPath.of(path)
    var information = stat()
    let mode = stat(target, &information) == 0 ? information.st_mode & 0o7777 : 0o644
    var template = Array("\(target).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return .current }
    let temporary = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let failure = write(bytes, to: descriptor, mode: mode)
    let isClosed = close(descriptor) == 0
    if let failure = failure ?? (isClosed ? nil : .current) {
      unlink(temporary)
      return failure
    }
    guard rename(temporary, target) == 0 else {
      let failure = SystemError.current
      unlink(temporary)
      return failure
    }
    return nil
  }

  /// Replaces a file that is there already, and that its owner has not made read-only.
  ///
  /// - Returns: why not, as a phrase.
  static func replace(_ path: String, with bytes: [UInt8]) -> String? {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return "cannot write: not a regular file"
    }
    guard access(path, W_OK) == 0 else { return "cannot write: \(SystemError.current.phrase)" }
    return write(bytes, to: path).map { "cannot write: \($0.phrase)" }
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, mode: mode_t
  ) -> SystemError? {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        return .current
      }
    }
    return fchmod(descriptor, mode) == 0 ? nil : .current
  }
}
