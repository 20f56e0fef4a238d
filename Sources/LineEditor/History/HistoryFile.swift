import Glibc

/// libedit's history file: a line that says what it is, then an entry a line.
///
/// Several processes may use it. An entry is one `write` at the end, so a killed process loses
/// none. A file that is something else is left alone.
final class HistoryFile {
  private let path: String
  private var isUsable = true
  private var note: String?

  static let cookie = Array("_HiStOrY_V2_".utf8)
  /// Bytes; a longer file is cut when it is read.
  static let sizeLimit = 4 << 20
  /// Bytes of a written entry; a longer one is not kept.
  static let entryLimit = 1 << 20

  init(path: String) { self.path = path }

  func takeNote() -> String? {
    defer { note = nil }
    return note
  }

  // MARK: Reading

  /// The newest entries, oldest first. What cannot be read is none; a note says why.
  func load(limit: Int) -> [String] {
    // Not waiting: it may be a pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno != ENOENT { giveUp("cannot be read: \(reason())") }
      return []
    }
    defer { close(descriptor) }
    guard let size = regularSize(descriptor) else { return [] }
    let start = max(0, size - Self.sizeLimit)
    guard let head = SmallFile.read(descriptor, from: 0, limit: Self.cookie.count + 1),
      let bytes = SmallFile.read(descriptor, from: start, limit: Self.sizeLimit)
    else {
      giveUp("cannot be read: \(reason())")
      return []
    }
    guard head.isEmpty || head == Self.cookie + [0x0A] else {
      giveUp("is no history file; it is left alone")
      return []
    }
    var lines = bytes.split(separator: 0x0A)[...]
    // The first line of a part is the end of one.
    if start > 0 { lines = lines.dropFirst() }
    // Two processes may both have begun the file.
    let written = lines.filter { !$0.elementsEqual(Self.cookie) }
    let kept = written.suffix(limit)
    if start > 0 || written.count > limit { trim(to: kept.suffix(limit * 3 / 4)) }
    return kept.map { HistoryCoding.decode($0) }
  }

  /// Replaces the file by its newest lines, unless another process is at it.
  private func trim(to lines: some Sequence<ArraySlice<UInt8>>) {
    let target = resolved()
    let old = open(target, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard old >= 0 else { return }
    defer { close(old) }
    guard flock(old, LOCK_EX | LOCK_NB) == 0 else { return }
    var template = Array("\(target).XXXXXX".utf8CString)
    // Made with mode 0600.
    let new = mkstemp(&template)
    guard new >= 0 else { return }
    var bytes = Self.cookie + [0x0A]
    for line in lines { bytes += line + [0x0A] }
    let isWritten = writeAll(bytes, to: new)
    if close(new) != 0 || !isWritten || rename(template, target) != 0 { unlink(template) }
  }

  private func resolved() -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  // MARK: Writing

  func append(_ text: String) {
    guard isUsable else { return }
    var line = HistoryCoding.encode(text)
    guard line.count < Self.entryLimit else { return }
    line.append(0x0A)
    guard let descriptor = openForAppending() else { return }
    defer { close(descriptor) }
    guard let size = regularSize(descriptor) else { return }
    if size == 0 {
      line = Self.cookie + [0x0A] + line
    } else if SmallFile.read(descriptor, from: size - 1, limit: 1) != [0x0A] {
      // Somebody was cut short.
      line.insert(0x0A, at: 0)
    }
    if !writeAll(line, to: descriptor) { giveUp("cannot be written: \(reason())") }
  }

  private func openForAppending() -> Int32? {
    // Another process may replace the file between `open` and `flock`.
    for _ in 0..<3 {
      let descriptor = open(
        path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
      guard descriptor >= 0 else {
        giveUp("cannot be written: \(reason())")
        return nil
      }
      // A lock that somebody keeps does not keep us.
      _ = flock(descriptor, LOCK_SH | LOCK_NB)
      if isCurrent(descriptor) { return descriptor }
      close(descriptor)
    }
    return nil
  }

  private func isCurrent(_ descriptor: Int32) -> Bool {
    var opened = stat()
    var named = stat()
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// The size of a regular file, which only its owner may read from here on.
  private func regularSize(_ descriptor: Int32) -> Int? {
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      giveUp("is no regular file")
      return nil
    }
    if information.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
    return Int(information.st_size)
  }

  private func giveUp(_ why: String) {
    guard isUsable else { return }
    isUsable = false
    note = "history file '\(path)' \(why)"
  }

  private func reason() -> String { String(cString: strerror(errno)) }
}
