import Glibc

/// Processor time of this thread, the only one, in nanoseconds.
///
/// The clock of the process is no finer than a tick while a limit is set on its time.
func processorTime() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// The largest resident set of this process so far, in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  getrusage(RUSAGE_SELF.rawValue, &usage)
  return usage.ru_maxrss * 1024
}

/// Tells the driver a number.
func report(_ name: String, _ total: Int, dividedBy count: Int = 1) {
  print(name, Double(total) / Double(count))
}

/// A counter that is not what the closed form says.
struct WrongCounter: Error, CustomStringConvertible {
  let description: String
}

/// Checks a counter.
///
/// - Throws: `WrongCounter`.
func expect<Value: Equatable>(_ what: String, _ actual: Value, _ expected: Value) throws {
  if actual == expected { return }
  throw WrongCounter(description: "\(what) is \(actual), must be \(expected)")
}
