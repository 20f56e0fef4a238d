import Foundation
import Synchronization

/// Ends the test run when a case does not end, and says which: nobody would learn it otherwise.
final class Watchdog: Sendable {
  private struct State {
    var seed: UInt64 = 0
    var deadline: ContinuousClock.Instant?
    var isDone = false
  }

  private let state = Mutex(State())
  private static let patience = Duration.seconds(60)

  init() {
    Thread.detachNewThread { [weak self] in
      while true {
        Thread.sleep(forTimeInterval: 0.5)
        guard let self, !self.state.withLock({ $0.isDone }) else { return }
        let (seed, deadline) = self.state.withLock { ($0.seed, $0.deadline) }
        if let deadline, ContinuousClock().now > deadline {
          fatalError("seed \(seed) has not ended within \(Self.patience)")
        }
      }
    }
  }

  func begin(_ seed: UInt64) {
    let deadline = ContinuousClock().now + Self.patience
    state.withLock { ($0.seed, $0.deadline) = (seed, deadline) }
  }

  func end() { state.withLock { $0.deadline = nil } }
}
