import Glibc
import Synchronization

/// What the demo can do that takes time.
enum Spinning {
  private static let isInterrupted = Atomic<Bool>(false)
  private static let isContinued = Atomic<Bool>(false)

  static func installHandler() {
    // It exists before the handler can run.
    isInterrupted.store(false, ordering: .relaxed)
    signal(SIGINT) { _ in Spinning.isInterrupted.store(true, ordering: .relaxed) }
  }

  /// Runs until Ctrl-C; says so when a shell has brought it back to the foreground.
  static func run() {
    isInterrupted.store(false, ordering: .relaxed)
    isContinued.store(false, ordering: .relaxed)
    let before = signal(SIGCONT) { _ in Spinning.isContinued.store(true, ordering: .relaxed) }
    show("spinning")
    while !isInterrupted.load(ordering: .relaxed) {
      if isContinued.exchange(false, ordering: .relaxed) { show("going on") }
      usleep(5000)
    }
    signal(SIGCONT, before)
    show("stopped")
  }
}

func show(_ text: String) {
  print(text)
  fflush(nil)
}
