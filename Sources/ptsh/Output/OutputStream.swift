import Glibc

/// A buffered stream onto a file descriptor whose write errors are not lost.
///
/// After a failed write everything is dropped, and `failure` says why. The owner flushes before
/// it writes elsewhere, so that the two streams of a terminal stay in order.
final class OutputStream {
  private let descriptor: Int32
  private let isOwned: Bool
  private var buffer: [UInt8] = []
  private(set) var failure: SystemError?
  /// Whether somebody watches: lines are then shown as they come.
  let isTerminal: Bool

  /// Columns of the terminal; nil if it is none or does not say.
  var width: Int? {
    var size = winsize()
    guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// A file, made or emptied; it is closed with the stream.
  convenience init(path: String) throws(SystemError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .current }
    self.init(descriptor: descriptor, isOwned: true)
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// - Parameter isOwned: the descriptor is closed with the stream.
  init(descriptor: Int32, isOwned: Bool = false) {
    self.descriptor = descriptor
    self.isOwned = isOwned
    isTerminal = isatty(descriptor) == 1
    buffer.reserveCapacity(Self.capacity)
  }

  private static let capacity = 64 << 10

  func write(_ text: String) {
    guard failure == nil else { return }
    buffer.append(contentsOf: text.utf8)
    if isTerminal || buffer.count >= Self.capacity { flush() }
  }

  func writeLine(_ text: String = "") {
    write(text + "\n")
  }

  func flush() {
    var written = 0
    while failure == nil, written < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        failure = .current
        StopRequest.outputIsLost()
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
