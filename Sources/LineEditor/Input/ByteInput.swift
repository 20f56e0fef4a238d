import Glibc

/// Bytes of standard input, read ahead as far as they are there.
struct ByteInput {
  private var buffer: [UInt8] = []
  private var position = 0

  enum Event {
    case byte(UInt8)
    /// A signal came first.
    case signal(SignalSet)
    case timeout
    case end
    case failed(errno: Int32)
  }

  /// Waits for a byte.
  ///
  /// - Parameter timeout: milliseconds; nil for ever.
  mutating func next(signals: CaughtSignals?, timeout: Int32? = nil) -> Event {
    while position == buffer.count {
      if let event = fill(signals, timeout) { return event }
    }
    position += 1
    return .byte(buffer[position - 1])
  }

  /// Whether a byte is there already.
  var isPending: Bool {
    if position < buffer.count { return true }
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, 0) > 0
  }

  /// Forgets what is there, also what the terminal still holds.
  mutating func discard() {
    position = buffer.count
    if isatty(STDIN_FILENO) == 1 { tcflush(STDIN_FILENO, TCIFLUSH) }
  }

  /// Nil after some bytes came.
  private mutating func fill(_ signals: CaughtSignals?, _ timeout: Int32?) -> Event? {
    // A negative descriptor is passed over.
    var sources = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&sources, 2, timeout ?? -1)
    if let came = signals?.take(), !came.isEmpty { return .signal(came) }
    if ready == 0 { return .timeout }
    if ready < 0 { return errno == EINTR && signals != nil ? nil : .failed(errno: errno) }
    guard sources[0].revents != 0 else { return nil }

    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count < 0 {
      return errno == EINTR && signals != nil || errno == EAGAIN ? nil : .failed(errno: errno)
    }
    if count == 0 { return .end }
    buffer = Array(bytes.prefix(count))
    position = 0
    return nil
  }
}
