@testable import VM

/// How many runs a machine stores in all; 0 until it says so itself.
protocol StoredRuns: ~Copyable {
  var storedRunCount: Int { get }
}

extension StoredRuns where Self: ~Copyable {
  var storedRunCount: Int { 0 }
}

extension Machine: StoredRuns {}
