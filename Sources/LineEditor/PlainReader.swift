internal import CLineShim
import Glibc

/// Reads lines until they make a block; for pipes, simple terminals and tests.
public final class PlainReader: BlockReader {
  private let client: any EditorClient
  private let history: History?
  private let showsPrompt: Bool
  private let isTerminal: Bool
  private var input = ByteInput()
  private var line: [UInt8] = []
  private var isAtEnd = false

  /// Longer blocks are refused with `EFBIG`: the input may have no end.
  static let sizeLimit = 64 << 20

  /// - Parameter history: where blocks go; nil if the input is no user.
  public init(client: any EditorClient, history: History?, showsPrompt: Bool) {
    self.client = client
    self.history = history
    self.showsPrompt = showsPrompt
    isTerminal = isatty(STDIN_FILENO) == 1
  }

  public func read(prompt: String) -> BlockInput {
    guard !isAtEnd else { return .end }
    // Elsewhere Ctrl-C is the client's own business, and ends the read with EINTR.
    let signals = isTerminal ? CaughtSignals() : nil
    let result = readBlock(Prompt.ascii(prompt), signals)
    if let signal = signals?.release() {
      SignalSet.raise(signal)
      return .end
    }
    if case .text(let text) = result { history?.add(text) }
    return result
  }

  public func offer(_ text: String) {}

  public func discardInput() {
    input.discard()
    line = []
  }

  private func readBlock(_ prompt: String, _ signals: CaughtSignals?) -> BlockInput {
    var text = ""
    var rowPrompt = prompt
    while true {
      if showsPrompt, !writeAll(rowPrompt) { return .failed(errno: errno) }
      switch readLine(signals) {
      case .text(let row):
        text += text.isEmpty && rowPrompt == prompt ? row : "\n" + row
        if client.isComplete(text) { return .text(text) }
        guard text.utf8.count <= Self.sizeLimit else { return .failed(errno: EFBIG) }
        rowPrompt = String(repeating: ".", count: max(1, prompt.count - 1)) + " "
      case .end:
        // What is left is the client's to refuse.
        return text.isEmpty ? .end : .text(text)
      case let other:
        line = []
        return other
      }
    }
  }

  private func readLine(_ signals: CaughtSignals?) -> BlockInput {
    while true {
      switch input.next(signals: signals) {
      case .byte(UInt8(ascii: "\n")):
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line = [] }
        return .text(String(decoding: line, as: UTF8.self))
      case .byte(let byte):
        guard line.count < Self.sizeLimit else { return .failed(errno: EFBIG) }
        line.append(byte)
      case .signal(let signal):
        if signal.contains(.interrupt) { return isTerminal ? newRow(.interrupted) : .interrupted }
        if signal.contains(.terminate) || signal.contains(.hangup) { return .end }
        if signal.contains(.stop) { signals?.stopHere() }
      case .timeout: break
      case .end:
        // A terminal may go on after Ctrl-D; a file does not.
        isAtEnd = !isTerminal
        guard line.isEmpty else {
          defer { line = [] }
          return .text(String(decoding: line, as: UTF8.self))
        }
        return showsPrompt ? newRow(.end) : .end
      case .failed(let error):
        return error == EINTR ? .interrupted : error == EIO ? .end : .failed(errno: error)
      }
    }
  }

  private func newRow(_ input: BlockInput) -> BlockInput {
    writeAll("\n")
    return input
  }
}
