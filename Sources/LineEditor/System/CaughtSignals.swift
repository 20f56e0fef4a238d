internal import CLineShim
import Glibc

/// Signals that came while a block was read.
struct SignalSet: OptionSet {
  let rawValue: UInt32
  static let interrupt = SignalSet(rawValue: 1)
  static let resize = SignalSet(rawValue: 2)
  static let `continue` = SignalSet(rawValue: 4)
  static let terminate = SignalSet(rawValue: 8)
  static let hangup = SignalSet(rawValue: 16)
  static let stop = SignalSet(rawValue: 32)

  /// The number of the one that ends the process; nil if none does.
  var ending: Int32? {
    contains(.terminate) ? SIGTERM : contains(.hangup) ? SIGHUP : nil
  }

  /// Sends a signal to this process.
  static func raise(_ number: Int32) { kill(getpid(), number) }
}

/// The reader's own signal handlers; there from `init` to `release`.
final class CaughtSignals {
  /// Readable once a signal came.
  private(set) var descriptor: Int32 = -1
  private var ending: Int32?

  init() { descriptor = le_signals_catch() }

  /// What came since the last call.
  func take() -> SignalSet {
    let signals = SignalSet(rawValue: le_signals_take())
    ending = ending ?? signals.ending
    return signals
  }

  /// Puts back the handlers that were there.
  ///
  /// - Returns: a signal that they have to see yet.
  func release() -> Int32? {
    _ = take()
    le_signals_release()
    return ending
  }

  /// Stops this process as the terminal would, until it is continued.
  func stopHere() {
    le_signals_release()
    SignalSet.raise(SIGTSTP)
    descriptor = le_signals_catch()
  }

  /// Does something with the handlers that were there before.
  func suspended<Result>(_ body: () -> Result) -> Result {
    le_signals_release()
    defer { descriptor = le_signals_catch() }
    return body()
  }
}
