import Interpreter
import LineEditor
import PTLang
import VM

/// The interactive shell: reads blocks, runs them in a session, and says what they changed.
final class Shell {
  let console: Console
  let session: Session
  let settings: ShellSettings
  private var reader: (any BlockReader)?
  private var trace: TraceRecorder?
  /// Notes of the session told already.
  private var notes: Set<String> = []
  /// The reasons of the last statement that had any, for `.why`.
  private(set) var reasons: [SessionReason] = []
  /// What was typed last and is no command, for `.edit`.
  private(set) var lastInput = ""

  var mode = ShellMode.table
  var showsTime = false
  /// Where the output of the next input goes.
  var once: String?
  var isLeaving = false

  init(console: Console, settings: ShellSettings) {
    self.console = console
    self.settings = settings
    session = Session(options: settings.options, read: ScriptReader.readIncluded)
  }

  /// Reads and runs until the user leaves.
  func run() -> ExitStatus {
    let history = History(path: settings.historyPath)
    let reader = standardReader(
      client: ShellClient(session: session, answersHelp: help(for:)),
      settings: EditorSettings(
        program: "ptsh", usesColor: console.style.usesColor, fileExtension: ".pts"),
      history: history)
    self.reader = reader
    greet()
    while !isLeaving, !console.isLost {
      for note in history.takeNotes() { console.say("note: \(Printable.escape(note))") }
      console.flush()
      switch reader.read(prompt: prompt) {
      case .text(let text): accept(text)
      case .interrupted: continue
      case .end: isLeaving = true
      case .failed(let number):
        console.complain("ptsh: cannot read: \(SystemError(number: number).phrase)")
        return .noInput
      }
    }
    return .passed
  }

  private func greet() {
    guard !settings.isQuiet else { return }
    console.say(
      "ptsh \(Ptsh.version), kernel \(settings.options.kernel ?? Kernel.all[0].name); "
        + "`.help` for help, Tab completes, Ctrl-D leaves")
  }

  /// Plain ASCII: libedit does not bear anything else everywhere.
  private var prompt: String {
    let name = session.currentProcess.map { Printable.cut($0, to: 30, ellipsis: "...") }
    let ascii = name?.unicodeScalars.allSatisfy { (0x20..<0x7f).contains($0.value) } == true
    return ascii ? "ptsh \(name ?? "")> " : "ptsh> "
  }

  // MARK: An input

  /// Runs a block: a command, or statements.
  func accept(_ text: String) {
    StopRequest.reset()
    let line = text.drop { $0.isWhitespace }
    guard !line.isEmpty else { return }
    let clock = Stopwatch()
    let target = once.take()
    if let target, let failure = console.redirect(to: target) {
      return complain(failure.text)
    }
    if line.hasPrefix(".") {
      command(String(line))
    } else {
      lastInput = text
      finish(session.run(text) { self.receive($0) })
    }
    if target != nil, let failure = console.endRedirection() { complain(failure.text) }
    if showsTime { console.say(faint("\(Seconds.fixed(clock.seconds)) s\(modelledTime)")) }
  }

  /// What the input has cost, if anything.
  private var modelledTime: String {
    guard let cost = session.lastChange.counters.first(where: { $0.name == "cost" }),
      cost.after > cost.before
    else { return "" }
    return ", modelled \(HumanTime.text(cost.after - cost.before))"
  }

  /// Says how an input ended.
  func finish(_ result: SessionResult) {
    flushTrace()
    // Who looks around before he asks why means the statement.
    if !session.lastReasons.isEmpty || !session.lastChange.isEmpty {
      reasons = session.lastReasons
    }
    switch result {
    case .done, .failed: tellChange()
    case .incomplete(let diagnostics), .refused(let diagnostics):
      let renderer = DiagnosticRenderer(view: view)
      for diagnostic in diagnostics {
        for line in renderer.render(diagnostic) { console.say(line) }
      }
    case .interrupted:
      reader?.discardInput()
      console.say("interrupted; the statement is taken back")
      tellChange()
    }
  }

  /// One line about what is different now.
  func tellChange() {
    guard !settings.isQuiet,
      let text = ChangeLine(change: session.lastChange, style: console.style).text
    else { return }
    console.say(faint("  " + text))
  }

  func receive(_ event: Event) {
    switch event {
    case .printed(let text):
      flushTrace()
      console.say(text)
    case .note(let text):
      if notes.insert(text).inserted { console.say("note: \(Printable.escape(text))") }
    case .reason(let reason, let processName, let statement):
      var trace = trace ?? TraceRecorder(view: view)
      for line in trace.add(reason, processName: processName, statement: statement) {
        console.say(line)
      }
      self.trace = trace
    case .cost(let cost, let statement):
      var trace = trace ?? TraceRecorder(view: view)
      for line in trace.add(cost: cost, statement: statement) { console.say(line) }
      self.trace = trace
    case .failure(let failure):
      flushTrace()
      for line in FailureRenderer(view: view).render(failure) { console.say(line) }
    }
  }

  private func flushTrace() {
    guard var trace else { return }
    for line in trace.flush() { console.say(line) }
    self.trace = nil
  }

  /// The inputs as they are now: each new one is a file.
  var view: SourceView { SourceView(files: session.files, style: console.style) }

  func complain(_ text: String, hint: String? = nil) {
    console.say(text)
    if let hint { console.say("   hint: \(hint)") }
  }

  func faint(_ text: String) -> String { console.style.paint(text, .faint) }

  private func help(for word: String) -> String? {
    let documents = Explanation.documents(about: word)
    guard !documents.isEmpty else { return nil }
    return console.lines(of: documents).joined(separator: "\n")
  }
}

/// What the command line says about a shell.
struct ShellSettings {
  var options: Options
  /// Where inputs are remembered; nil for nowhere.
  var historyPath: String?
  var isQuiet = false
}
