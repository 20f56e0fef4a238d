import Glibc
import Interpreter
import PTLang

/// What `check` has found out about all its files.
struct Survey {
  private var reports: [CheckReport] = []
  private var unreadable: [Unreadable] = []
  private var identities = Identities()

  struct Unreadable {
    let path: String
    let phrase: String
  }

  mutating func add(_ report: CheckReport) { reports.append(report) }

  mutating func addUnreadable(_ path: String, _ phrase: String) {
    unreadable.append(Unreadable(path: path, phrase: phrase))
  }

  /// Everything once: what is wrong with a library is told with the first file that uses it.
  var result: CheckResult {
    mutating get {
      var result = CheckResult(unreadable: unreadable)
      var told: Set<Finding> = []
      var files: Set<String> = []
      for report in chosenReports() {
        let paths = report.files.map { identities.identity(of: $0.name) }
        files.formUnion(paths)
        let new = report.diagnostics.filter { diagnostic in
          told.insert(Finding(file: paths[Int(diagnostic.range.file)], diagnostic)).inserted
        }
        result.add(new, of: report)
      }
      result.files = files.count
      return result
    }
  }

  /// One problem of one file, whoever uses it.
  private struct Finding: Hashable {
    let file: String
    let code: String
    let range: SourceRange
    let message: String

    init(file: String, _ diagnostic: Diagnostic) {
      self.file = file
      code = diagnostic.code
      message = diagnostic.message
      range = SourceRange(lower: diagnostic.range.lower, upper: diagnostic.range.upper)
    }
  }

  /// The reports in the order of their files, without those about libraries that others use: on
  /// its own, a library may miss what only those who use it have.
  private mutating func chosenReports() -> [CheckReport] {
    let uses = reports.map { report in
      report.files.dropFirst().map { identities.identity(of: $0.name) }
    }
    let names = reports.map { report in
      report.files.first.map { identities.identity(of: $0.name) } ?? ""
    }
    let usedByAny = Set(uses.joined())
    var covered: Set<String> = []
    var chosen: Set<Int> = []
    func choose(_ place: Int) {
      chosen.insert(place)
      covered.formUnion(uses[place])
    }
    for place in reports.indices
    where !reports[place].isLibrary || !usedByAny.contains(names[place]) {
      choose(place)
    }
    // Libraries that only use each other.
    for place in reports.indices where !chosen.contains(place) && !covered.contains(names[place]) {
      choose(place)
    }
    return chosen.sorted().map { reports[$0] }
  }
}

/// What `check` has to say in the end.
struct CheckResult {
  private(set) var sections: [Section] = []
  private(set) var errors = 0
  private(set) var warnings = 0
  /// Files looked at, libraries among them.
  var files = 0
  let unreadable: [Survey.Unreadable]

  /// What was found in a file and those that it uses.
  struct Section {
    let files: [SourceFile]
    let diagnostics: [Diagnostic]
  }

  init(unreadable: [Survey.Unreadable]) { self.unreadable = unreadable }

  mutating func add(_ diagnostics: [Diagnostic], of report: CheckReport) {
    guard !diagnostics.isEmpty else { return }
    sections.append(Section(files: report.files, diagnostics: diagnostics))
    let errorCount = diagnostics.count { $0.severity == .error }
    errors += errorCount
    warnings += diagnostics.count - errorCount
  }

  func status(isStrict: Bool) -> ExitStatus {
    let isWrong = errors > 0 || (isStrict && warnings > 0)
    let status: ExitStatus = isWrong ? .wrongScript : files == 0 ? .nothingRan : .passed
    return unreadable.isEmpty ? status : status.worse(.noInput)
  }
}

/// Tells files apart, by whatever path they are reached.
private struct Identities {
  private var known: [String: String] = [:]

  /// The path without symbolic links; the name itself if nothing is there.
  mutating func identity(of name: String) -> String {
    if let identity = known[name] { return identity }
    var identity = name
    if let path = realpath(name, nil) {
      identity = String(cString: path)
      free(path)
    }
    known[name] = identity
    return identity
  }
}
