import Glibc
import Synchronization

/// Why a run should end early: the user's Ctrl-C, or output that can no longer be written.
///
/// The interpreter asks at its steps; a signal handler may only set a flag.
enum StopRequest {
  private static let interrupted = Atomic<Bool>(false)
  private static let outputLost = Atomic<Bool>(false)

  static var isInterrupted: Bool { interrupted.load(ordering: .relaxed) }

  static var isPending: Bool { isInterrupted || outputLost.load(ordering: .relaxed) }

  /// An interrupt has been dealt with: the shell goes on.
  static func reset() { interrupted.store(false, ordering: .relaxed) }

  static func outputIsLost() { outputLost.store(true, ordering: .relaxed) }

  /// From here on SIGINT asks for a stop, and a second one ends the process at once. SIGPIPE is
  /// ignored: a closed pipe is then a write error like any other.
  static func installHandlers() {
    // The flags exist before a handler can run: a handler must not initialise a global.
    _ = isPending
    signal(SIGPIPE, SIG_IGN)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      if StopRequest.interrupted.exchange(true, ordering: .relaxed) { _exit(130) }
    }
    // No SA_RESTART: a read that waits for standard input ends too.
    sigaction(SIGINT, &action, nil)
    // A parent may have started us from a thread that blocks signals.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigprocmask(SIG_UNBLOCK, &signals, nil)
  }
}
