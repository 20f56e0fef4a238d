import Interpreter

/// What an input has changed, in one line: `+ p2 · tables +3 · 32 shared · p1 rss +64 MiB`.
struct ChangeLine {
  let change: WorldChange
  let style: Style

  /// Nil if there is nothing to tell.
  var text: String? {
    let parts = births + deaths + processes + mappings + tables + faults
    return parts.isEmpty ? nil : parts.joined(separator: style.usesUnicode ? " · " : ", ")
  }

  /// Processes are named as long as they are few.
  private static let namesShown = 4

  private var births: [String] { list("+", .born) }
  private var deaths: [String] { list("-", .gone) }

  private func list(_ sign: String, _ fate: WorldChange.Process.Fate) -> [String] {
    let names = change.processes.filter { $0.fate == fate }.map(\.name)
    guard !names.isEmpty else { return [] }
    guard names.count > Self.namesShown else { return ["\(sign) \(names.joined(separator: " "))"] }
    return ["\(sign) \(names[0]) \(style.ellipsis) \(names[names.count - 1]) (\(names.count))"]
  }

  /// The memory of those that were there before and after.
  private var processes: [String] {
    let changed = change.processes.filter { $0.fate == .stayed }
    let grown = changed.compactMap { process -> (name: String, difference: Int)? in
      let rss = process.counters.first { $0.name == "rss" }
      return rss.map { (process.name, $0.after - $0.before) }
    }
    guard !grown.isEmpty else { return [] }
    if grown.count <= Self.namesShown {
      return grown.map { "\($0.name) rss \(signed(bytes: $0.difference))" }
    }
    let sum = grown.reduce(0) { $0 + $1.difference }
    return ["rss of \(grown.count) processes \(signed(bytes: sum))"]
  }

  private var mappings: [String] {
    let changed = change.processes.filter { $0.fate == .stayed }.compactMap { process in
      process.counters.first { $0.name == "vmas" }.map { (process.name, $0.after - $0.before) }
    }
    guard changed.count <= Self.namesShown else {
      return ["vmas of \(changed.count) processes \(signed(changed.reduce(0) { $0 + $1.1 }))"]
    }
    return changed.map { "\($0.0) vmas \(signed($0.1))" }
  }

  private var tables: [String] {
    let changes: [String?] = [
      difference("pagetables").map { "tables \(signed($0))" },
      difference("pagetables.shared").map { "shared \(signed($0))" },
      grown("tables.unshared").map { "\($0) unshared" },
    ]
    return changes.compactMap(\.self)
  }

  private var faults: [String] {
    let changes: [String?] = [
      grown("faults").map { Tally.count($0, "fault") },
      grown("faults.cow").map { "\($0) COW" },
      difference("swap.used").map { "swap \(signed(bytes: $0))" },
    ]
    return changes.compactMap(\.self)
  }

  private func difference(_ name: String) -> Int? {
    change.counters.first { $0.name == name }.map { $0.after - $0.before }
  }

  /// Of events: those that are taken back are no news.
  private func grown(_ name: String) -> Int? {
    difference(name).flatMap { $0 > 0 ? $0 : nil }
  }

  private func signed(_ number: Int) -> String { number < 0 ? String(number) : "+\(number)" }

  private func signed(bytes: Int) -> String {
    (bytes < 0 ? "-" : "+") + HumanSize.text(Int(bytes.magnitude))
  }
}
