import Glibc
import Synchronization

/// What the demo can do that takes time.
enum Spinning {
  private static let isInterrupted = Atomic<Bool>(false)

  static func installHandler() {
    // It exists before the handler can run.
    isInterrupted.store(false, ordering: .relaxed)
    signal(SIGINT) { _ in Spinning.isInterrupted.store(true, ordering: .relaxed) }
  }

  /// Runs until Ctrl-C.
  static func run() {
    isInterrupted.store(false, ordering: .relaxed)
    show("spinning")
    while !isInterrupted.load(ordering: .relaxed) { usleep(5000) }
    show("stopped")
  }
}

func show(_ text: String) {
  print(text)
  fflush(nil)
}
