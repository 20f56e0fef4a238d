import Glibc

/// Turns a trap of the program itself into exit status 70 and a line that says whose fault it is.
///
/// Swift has printed what it knows (`Fatal error: ...`) before it traps.
enum CrashHandler {
  private static let stackBytes = 64 << 10

  static func install() {
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      var action = sigaction()
      action.sa_flags = SA_ONSTACK
      action.__sigaction_handler.sa_handler = { _ in
        let text: StaticString =
          "ptsh: this is a bug in ptsh, not in the script; please report it\n"
        write(2, text.utf8Start, text.utf8CodeUnitCount)
        _exit(70)
      }
      sigaction(number, &action, nil)
    }
  }

  /// Gives the calling thread a stack of its own for the handler, so that an overflow of the
  /// ordinary one can still be reported. It lives as long as the process.
  static func prepareThread() {
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stackBytes, alignment: 16)
    stack.ss_size = stackBytes
    sigaltstack(&stack, nil)
  }
}
