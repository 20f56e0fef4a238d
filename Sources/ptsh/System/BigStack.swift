import Glibc

/// Runs work on a thread with a large stack, so that deeply nested scripts meet the parser's
/// nesting limit and never the end of the stack.
enum BigStack {
  /// Address space only: pages are used as they are touched.
  private static let sizes = [512 << 20, 64 << 20]

  /// Runs `work` to its end. SIGINT is delivered to the new thread, so that it ends a read there.
  /// Where no large stack can be had (a tight `ulimit -v`), `work` runs on the caller's.
  static func run(_ work: @escaping @Sendable () -> Void) {
    guard let thread = start(work) else { return work() }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    pthread_join(thread, nil)
  }

  /// Starts `work` on a new thread, which must be joined; nil where none can be had.
  static func start(_ work: @escaping @Sendable () -> Void) -> pthread_t? {
    for size in sizes {
      if let thread = start(work, stackBytes: size) { return thread }
    }
    return nil
  }

  private final class Job {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  private static func start(
    _ work: @escaping @Sendable () -> Void, stackBytes: Int
  ) -> pthread_t? {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackBytes) == 0 else { return nil }
    let job = Unmanaged.passRetained(Job(work))
    var thread = pthread_t()
    let error = pthread_create(
      &thread, &attributes,
      { argument in
        CrashHandler.prepareThread()
        if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().work() }
        return nil
      }, job.toOpaque())
    guard error == 0 else {
      job.release()
      return nil
    }
    return thread
  }
}
