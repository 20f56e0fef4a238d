internal import CPty
import Glibc

/// A program on a pseudo-terminal: what a user types and sees, as bytes.
///
/// Waits for text and never sleeps. Each `expect` goes on after what the one before found.
public final class Terminal {
  public let process: Int32
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private var position = 0
  private var status: Int32?
  private var isClosed = false

  /// What an `expect` did not find.
  public struct Failure: Error, CustomStringConvertible {
    public var description: String
  }

  /// Seconds in which a text must come, by default; ample, for a machine that is busy.
  public static let patience = 30.0

  /// - Parameters:
  ///   - program: a path.
  ///   - environment: the whole of it.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
    columns: Int = 80, rows: Int = 24
  ) throws {
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables =
      environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for text in words + variables { free(text) }
    }
    var terminal: Int32 = -1
    process = cpty_spawn(program, words, variables, UInt16(columns), UInt16(rows), &terminal)
    descriptor = terminal
    guard process > 0 else { throw Failure(description: "cannot start \(program)") }
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if !isClosed { close(descriptor) }
  }

  // MARK: Typing

  public func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// Reads what comes in the meantime: a terminal that nobody reads takes no input in the end.
  public func send(_ input: [UInt8]) throws {
    var written = 0
    while written < input.count {
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN | POLLOUT), revents: 0)
      guard poll(&wait, 1, Int32(Self.patience * 1000)) > 0 else {
        throw Failure(description: "nobody reads what is typed; \(tail())")
      }
      if wait.revents & Int16(POLLIN) != 0 { _ = readMore() }
      if wait.revents & Int16(POLLHUP | POLLERR) != 0 {
        throw Failure(description: "the program is gone; \(tail())")
      }
      guard wait.revents & Int16(POLLOUT) != 0 else { continue }
      // Small pieces, so that no write waits.
      let count = input[written...].prefix(256).withUnsafeBytes {
        write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 { written += count }
    }
  }

  public func resize(columns: Int, rows: Int) {
    cpty_resize(descriptor, UInt16(columns), UInt16(rows))
  }

  public func signal(_ number: Int32) { kill(process, number) }

  /// The process group that has the terminal: that of the shell or of what it runs.
  public var foregroundGroup: Int32 { cpty_foreground(descriptor) }

  /// Takes the terminal away, as a closed window does.
  public func hangUp() {
    close(descriptor)
    isClosed = true
  }

  // MARK: Seeing

  /// Everything so far.
  public var output: String { String(decoding: bytes, as: UTF8.self) }

  /// What came after the last text that was expected, as far as it was read.
  public var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

  /// Waits for a text.
  ///
  /// - Returns: what came before it.
  @discardableResult
  public func expect(_ text: String, timeout: Double = patience) throws -> String {
    let pattern = Array(text.utf8)
    let deadline = Self.now() + timeout
    var searched = position
    while true {
      if let found = find(pattern, from: searched) {
        defer { position = found + pattern.count }
        return String(decoding: bytes[position..<found], as: UTF8.self)
      }
      searched = max(position, bytes.count - pattern.count + 1)
      guard waitForMore(until: deadline) else {
        throw Failure(description: "no \(text.debugDescription); \(tail())")
      }
    }
  }

  /// Waits for the end of the program: its exit status, or 128 and the number of a signal.
  public func expectExit(_ expected: Int32 = 0, timeout: Double = patience) throws {
    let deadline = Self.now() + timeout
    // The terminal ends with the program, unless a child of it lives on.
    while !isClosed, waitForMore(until: deadline) {}
    let status = try wait(until: deadline)
    guard status == expected else {
      throw Failure(description: "exit status \(status), not \(expected); \(tail())")
    }
  }

  private func wait(until deadline: Double) throws -> Int32 {
    if let status { return status }
    var raw: Int32 = 0
    while waitpid(process, &raw, WNOHANG) == 0 {
      guard Self.now() < deadline else { throw Failure(description: "does not end; \(tail())") }
      usleep(2000)
    }
    let signal = raw & 0x7F
    let result = signal == 0 ? raw >> 8 & 0xFF : 128 + signal
    status = result
    return result
  }

  // MARK: Below

  /// False after the deadline and at the end.
  private func waitForMore(until deadline: Double) -> Bool {
    let left = deadline - Self.now()
    guard left > 0, !isClosed else { return false }
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = poll(&wait, 1, Int32(left * 1000) + 1)
    return ready < 0 ? errno == EINTR : ready > 0 && readMore()
  }

  private func readMore() -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    let count = read(descriptor, &piece, piece.count)
    // A terminal without a program is an error here, not an end.
    guard count > 0 else { return count < 0 && errno == EINTR }
    bytes += piece.prefix(count)
    return true
  }

  private func find(_ pattern: [UInt8], from start: Int) -> Int? {
    guard bytes.count - start >= pattern.count else { return nil }
    return (start...(bytes.count - pattern.count)).first {
      bytes[$0] == pattern[0] && bytes[$0..<($0 + pattern.count)].elementsEqual(pattern)
    }
  }

  private func tail() -> String {
    "the terminal has \(String(decoding: bytes.suffix(2000), as: UTF8.self).debugDescription)"
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
