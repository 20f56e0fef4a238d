import Glibc
import PTLang

/// Formats files one after the other, and says what became of them.
struct FormatRun {
  struct Mode {
    /// The files, or standard output, get the result.
    var writes: Bool
    var showsDiff: Bool
    /// A file that is not in its canonical layout is a failure.
    var failsOnChange: Bool
  }

  let console: Console
  let mode: Mode
  let isQuiet: Bool
  private(set) var status = ExitStatus.passed
  private var changed = 0
  private var unchanged = 0
  private var failed = 0

  init(console: Console, mode: Mode, isQuiet: Bool) {
    self.console = console
    self.mode = mode
    self.isQuiet = isQuiet
  }

  // MARK: Files

  mutating func format(_ paths: [String]) {
    let finding = ScriptFinder.find(paths)
    for problem in finding.problems { fail(problem.path, problem.phrase, .noInput) }
    for path in finding.scripts where !StopRequest.isPending { format(file: path) }
    if StopRequest.isInterrupted { status = status.worse(.interrupted) }
    if !isQuiet, !mode.showsDiff { console.say(summary) }
  }

  private mutating func format(file path: String) {
    guard let (old, new) = formatted(path) else { return }
    guard old != new else {
      unchanged += 1
      return
    }
    if mode.writes, let phrase = AtomicFile.replace(path, with: new) {
      fail(path, phrase, .cannotWrite)
      return
    }
    changed += 1
    report(path, old, new)
  }

  /// Says that a file is not, or was not, in its canonical layout.
  private mutating func report(_ path: String, _ old: [UInt8], _ new: [UInt8]) {
    if mode.failsOnChange { status = status.worse(.failed) }
    if isQuiet { return }
    if mode.showsDiff {
      let diff = UnifiedDiff(old: old, new: new, name: ScriptLoader.displayName(path))
      for line in diff.lines(console.style, isShown: isatty(1) == 1) { console.say(line) }
    } else {
      let verb = mode.writes ? "reformatted" : "would reformat"
      console.say("\(verb) \(Printable.escape(ScriptLoader.displayName(path)))")
    }
  }

  private var summary: String {
    let verb = mode.writes ? "reformatted" : "would be reformatted"
    var parts: [String] = []
    if changed > 0 { parts.append("\(Tally.count(changed, "file")) \(verb)") }
    if unchanged > 0 {
      parts.append(
        changed > 0 ? "\(unchanged) unchanged" : "\(Tally.count(unchanged, "file")) unchanged")
    }
    if failed > 0 { parts.append("\(failed) could not be formatted") }
    return parts.isEmpty ? "no scripts found" : parts.joined(separator: ", ")
  }

  // MARK: Standard input

  /// The result goes to standard output, unless the mode says otherwise.
  mutating func formatStandardInput() {
    guard let (old, new) = formatted("-") else { return }
    if mode.writes {
      if !new.isEmpty { console.say(String(decoding: new.dropLast(), as: UTF8.self)) }
    } else if old != new {
      report("-", old, new)
    }
  }

  // MARK: Either

  /// The bytes of a file and its layout; nil if there is none, and the console has been told.
  private mutating func formatted(_ path: String) -> (old: [UInt8], new: [UInt8])? {
    switch ScriptLoader(console: console).read(path) {
    case .failure(let failure):
      failed += 1
      status = status.worse(failure.status)
      return nil
    case .success(let bytes):
      let file = SourceFile(name: ScriptLoader.displayName(path), bytes: bytes)
      do {
        return (bytes, try Formatter.format(file))
      } catch {
        refuse(file, path, error)
      }
      return nil
    }
  }

  private mutating func refuse(
    _ file: SourceFile, _ path: String, _ refusal: Formatter.Refusal
  ) {
    switch refusal {
    case .notUnderstood(let diagnostics):
      failed += 1
      status = status.worse(.wrongScript)
      ScriptLoader(console: console).complain(about: diagnostics, in: [file])
    case .meaningWouldChange:
      fail(path, "a defect of ptsh: the layout would change the meaning", .defect)
    }
  }

  private mutating func fail(_ path: String, _ phrase: String, _ reason: ExitStatus) {
    failed += 1
    status = status.worse(reason)
    console.complain("ptsh: \(Printable.escape(ScriptLoader.displayName(path))): \(phrase)")
  }
}
