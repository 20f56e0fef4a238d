import Foundation
import PTLang
import Testing
import VM

@testable import Interpreter

/// Makes statements that mostly work in a session as it is, and some that do not.
struct StatementGenerator {
  private var random: SplitMix64
  private var births = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

  private mutating func pick(_ list: [String]) -> String? {
    list.isEmpty ? nil : list[below(list.count)]
  }

  mutating func input(_ session: Session) -> [String] {
    let names = session.names
    if below(20) == 0 { return [simple(names), value(names), simple(names)] }
    return [statement(names)]
  }

  private mutating func statement(_ names: SessionNames) -> String {
    if names.processes.isEmpty, below(4) > 0 { return setup() }
    switch below(40) {
    case 0: return setup()
    case 1: return "snapshot s\(below(3))"
    case 2: return below(4) > 0 ? "p\(below(9)).rss + 1" : "restore s\(below(3))"
    case 3: return "whatif { \(simple(names)); \(simple(names)) }"
    case 4:
      return "if true { \(simple(names)); \(simple(names)); \(failing()) }"
    case 5: return "let m\(below(3)) = measure { \(simple(names)) }"
    case 6: return "for i in 1..\(1 + below(4)) { \(simple(names)); \(value(names)) }"
    case 7: return define()
    case 8: return "f\(below(3))(\(below(4)))"
    case 9: return "invariant processes < \(8 + below(40))"
    case 11: return "for i in 1..400 { let t = [\"{i}\", [i]] }"
    case 12: return "if processes > 0 { \(simple(names)) } else { v0 = [] }"
    case 13: return failing()
    case 14: return "let m = measure { whatif { \(simple(names)) } }"
    case 15: return "while true { \(simple(names)); \(value(names)) }"
    case 16..<24: return value(names)
    default: return simple(names)
    }
  }

  private mutating func setup() -> String {
    switch below(13) {
    case 12: "compare kernels [linux-2.5] { spawn c; v0 += [1]; assert false } show pagetables"
    case 0: "kernel linux-2.5"
    case 1: "kernel shpte"
    case 2: "kernel linux-6.18"
    case 3: "machine toy with memory = 4M, swap = 64K"
    case 4: "machine x86_64 with swap = 1M"
    case 5:
      "compare kernels [linux-2.5, shpte] { spawn c; mmap 4 pages as r0; write r0 } show pte.set"
    case 6, 7: "shm f\(below(3)) \(1 + below(2000)) pages"
    case 8: "file f\(below(3)) \(1 + below(9)) pages filled"
    default: spawn()
    }
  }

  private mutating func spawn() -> String {
    births += 1
    return "spawn p\(births % 9) { mmap \(1 + below(600)) pages as r\(below(3)) }"
  }

  private mutating func failing() -> String {
    [
      "assert false", "v0[99] = 1", "munmap 1 len 1", "let x = 1 // 0", "require 1 == 2", "write 0",
    ][
      below(6)]
  }

  /// A change of variables.
  private mutating func value(_ names: SessionNames) -> String {
    let list = "v\(below(4))"
    guard names.variables.contains(list) else { return "var \(list) = [\(below(9)), [1, 2], 3]" }
    switch below(9) {
    case 0: return "var \(list) = [[\(below(9))], v\(below(2)), \"s\"]"
    case 1: return "\(list) = v\(below(4))"
    case 2: return "\(list)[\(below(3))] = \(below(99))"
    case 3: return "\(list)[\(below(2))] += [\(below(99))]"
    case 4: return "\(list)[1][0] = [\(below(9)), \"{processes} {faults}\"]"
    case 5: return "\(list)[0] = v\(below(4))[0]"
    case 6: return "\(list) = [pagetables, [1], p\(below(9)).value(p\(below(9)).r0)]"
    default: return "\(list) += [\(below(99)), \"a{\(below(9))}\"]"
    }
  }

  private mutating func define() -> String {
    let list = "v\(below(4))"
    return """
      def f\(below(3))(n) {
        if n > 0 { \(list) += [n]; f\(below(3))(n - 1) }
        \(list)[0] = n
        return len(\(list))
      }
      """
  }

  /// Something that one process does.
  private mutating func simple(_ names: SessionNames) -> String {
    guard let process = pick(names.processes.filter { $0 != "g" }) else { return spawn() }
    let region = "r\(below(3))"
    let page = below(16)
    switch below(24) {
    case 0: return spawn()
    case 1, 2:
      births += 1
      return "\(process): fork p\(births % 9)"
    case 3: return "\(process): fork g[\(below(30))]"
    case 4:
      births += 1
      return "\(process): thread p\(births % 9)"
    case 5: return "\(process): \(below(2) == 0 ? "exit" : "exec")"
    case 6: return "use \(process)"
    case 7, 8:
      let file = pick(names.files) ?? "anon"
      return
        "\(process): mmap \(below(2) == 0 ? "shared" : "private") \(file) \(1 + below(900)) pages as \(region)"
    case 9: return "\(process): munmap \(region) page \(page)"
    case 10: return "\(process): mprotect \(region) \(below(2) == 0 ? "r" : "rw") page \(page)"
    case 11: return "\(process): mremap \(region) size \(1 + below(900)) pages maymove"
    case 12:
      return
        "\(process): madvise \(region) \(["dontneed", "pageout", "free", "dontfork"][below(4)])"
    case 13: return "truncate f\(below(3)) \(below(1000)) pages"
    case 14: return "reclaim \(1 + below(5)) pages"
    case 15: return "g: read \(region) page \(page)"
    case 16: return "\(process): brk \(below(9)) pages"
    case 17..<21: return "\(process): write \(region) page \(page) = \(below(100))"
    default: return "\(process): \(below(2) == 0 ? "read" : "write") \(region)"
    }
  }
}

/// A random session beside a list of what of it is in force.
struct SessionScene {
  let typing: Typing
  private let options: Options
  private let stop = StopFlag()
  private var generator: StatementGenerator
  /// The statements in force, as typed.
  private(set) var inForce: [String] = []
  private var undone: [String] = []
  private(set) var undoCount = 0
  private(set) var failureCount = 0

  init(seed: UInt64) {
    var options = Options()
    options.limits.steps = 20_000
    // Some sessions forget what they could undo, and some collect garbage all the time.
    options.limits.historyBytes = [1 << 30, 1 << 30, 40_000, 1_000_000][Int(seed % 4)]
    options.limits.valueBytes = seed % 2 == 0 ? 1 << 20 : 256 << 20
    self.options = options
    options.isInterrupted = { [stop] in stop.isSet }
    typing = Typing(options)
    generator = StatementGenerator(seed: seed)
  }

  mutating func step() {
    let session = typing.session
    switch generator.below(16) {
    case 0:
      let count = session.undo(1 + generator.below(generator.below(30) == 0 ? 200 : 5))
      undoCount += count
      for _ in 0..<count { undone.append(inForce.removeLast()) }
    case 1:
      let count = session.redo(1 + generator.below(4), emit: typing.emit)
      for _ in 0..<count { inForce.append(undone.removeLast()) }
    default:
      let statements = generator.input(session)
      let text = statements.joined(separator: "; ")
      stop.isSet = text.hasPrefix("while") && generator.below(2) == 0
      let before = session.undoCount
      if typing.type(text) != "done" { failureCount += 1 }
      stop.isSet = false
      for unit in 0..<(session.undoCount - before) {
        undone = []
        inForce.append(statements[unit])
      }
    }
    #expect(session.undoCount == inForce.count)
  }

  /// A session in which nothing else has been typed.
  func again() -> Typing {
    var options = options
    // Garbage collection counts as steps, and its times are others here.
    options.limits.steps = Limits().steps
    let again = Typing(options)
    for text in inForce { #expect(again.type(text) == "done", "\(text)") }
    return again
  }
}

extension Session {
  /// All that can be told apart from outside.
  var description: [String] {
    let world = state.world
    var lines = GlobalCounter.allCases.map { "\($0.rawValue) \($0.value(in: world.machine))" }
    lines.append("\(currentProcess ?? "-") \(names)")
    lines.append(world.machine.firstViolation().map { "\($0)" } ?? "sound")
    let runner = Runner(
      code: compiler.code, uses: [], options: options, test: 0, session: state, emit: { _ in })
    for name in names.variables {
      if let variable = compiler.variable(name) {
        lines.append("\(name) = \(runner.quoted(state.registers[variable.register]))")
      }
    }
    for process in world.processes {
      lines.append("\(world.name(of: process)) \(world.isAlive(process))")
      guard world.isAlive(process) else { continue }
      for counter in ProcessCounter.allCases {
        lines.append("  \(counter.rawValue) \(counter.value(of: process, in: world.machine))")
      }
      for region in world.regions[process] {
        lines.append("  \(world.names[region.name]) \(region.range)")
      }
      for vma in world.machine.vmas(of: process) {
        lines.append("  \(vma.mapsLine)")
        var address = vma.range.start
        for _ in 0..<20 where address < vma.range.end {
          let entry = world.machine.pageEntry(process, at: address)
          lines.append("  \(address) \(entry)")
          address = VirtualAddress(address.value + world.geometry.pageSize)
        }
      }
    }
    return lines
  }
}

/// Undoing leaves nothing behind, whatever has been typed. `PTSH_RANDOM_SEED` makes other sessions.
@Suite struct SessionSceneTests {
  static let seeds: ClosedRange<UInt64> = {
    let first = ProcessInfo.processInfo.environment["PTSH_RANDOM_SEED"].flatMap(UInt64.init) ?? 1
    return first...(first + 7)
  }()

  @Test(arguments: Self.seeds)
  func `a session with undone statements equals the one without them`(seed: UInt64) {
    var scene = SessionScene(seed: seed)
    for round in 1...4 {
      for _ in 0..<500 { scene.step() }
      let again = scene.again()
      let (found, expected) = (scene.typing.session.description, again.session.description)
      #expect(again.session.undoCount == scene.typing.session.undoCount)
      let difference = zip(found, expected).first { $0 != $1 }
      #expect(found == expected, "seed \(seed), round \(round): \(String(describing: difference))")
      guard found == expected else { return }
    }
    #expect(scene.undoCount > 100 && scene.failureCount > 100)
  }

  @Test(arguments: Self.seeds)
  func `the statements in force are a script with the same counters`(seed: UInt64) {
    var scene = SessionScene(seed: seed)
    for _ in 0..<1000 { scene.step() }
    let session = scene.typing.session
    let world = session.state.world
    let asked = GlobalCounter.allCases.filter {
      $0.obstacle(under: world.kernel) == nil && $0.obstacle(on: world.geometry) == nil
    }
    let counters = asked.map(\.rawValue).joined(separator: ", ")
    let variables = session.names.variables.filter { !$0.hasPrefix("m") }
    let values = (["0"] + variables).joined(separator: ", ")
    let script = session.accepted.joined(separator: "\n")
    let run = Run(script + "\nprint \(counters)\nprint \(values)")
    #expect(run.problems == [], "seed \(seed)")
    let expected = asked.map { "\($0.value(in: world.machine))" }.joined(separator: " ")
    #expect(run.printed.dropLast().last == expected, "seed \(seed)")
    #expect(run.printed.last == scene.typing.askAll(variables), "seed \(seed)")
  }
}

extension Typing {
  fileprivate func askAll(_ names: [String]) -> String {
    (["0"] + names.map { ask($0) }).joined(separator: " ")
  }
}
