import Interpreter
import LineEditor
import PTLang

// The commands that begin with a dot.
extension Shell {
  func command(_ line: String) {
    do throws(ShellCommandLine.Refusal) {
      let line = try ShellCommandLine(line)
      run(line.command, line.arguments)
    } catch {
      complain("error: \(Printable.escape(error.phrase))", hint: error.hint)
    }
  }

  private func run(_ command: ShellCommand, _ arguments: [String]) {
    switch command {
    case .help: help(arguments.first)
    case .undo: undo(arguments.first)
    case .redo: redo(arguments.first)
    case .history: history()
    case .read: read(arguments[0])
    case .save: save(arguments[0])
    case .assert: assertLastValue()
    case .trace: session.isTracing = arguments[0] == "on"
    case .why: why()
    case .show: showProcesses()
    case .mode: mode = ShellMode(rawValue: arguments[0]) ?? mode
    case .once: once = arguments[0]
    case .timer: showsTime = arguments[0] == "on"
    case .reset:
      session.reset()
      console.say("a new world")
    case .edit: edit()
    case .quit: isLeaving = true
    }
  }

  // MARK: Help

  private func help(_ topic: String?) {
    guard let topic else { return overview() }
    if topic.hasPrefix("."), let command = ShellCommand(rawValue: String(topic.dropFirst())) {
      console.say(command.synopsis)
      console.say("  \(command.summary)")
      return
    }
    let documents = Explanation.documents(about: topic)
    guard !documents.isEmpty else {
      let hint = Suggestion.hint(for: topic, in: Explanation.names)
      return complain("nothing is known about '\(Printable.escape(topic))'", hint: hint)
    }
    for line in console.lines(of: documents) { console.say(line) }
  }

  private func overview() {
    var document = Document()
    document.heading("commands", level: 1)
    document.list(ShellCommand.allCases.map { .init(term: $0.synopsis, text: $0.summary) })
    let groups = Topic.Kind.allCases.map { "`\($0.group)`" }.joined(separator: ", ")
    document.paragraph(
      "Anything else is a statement, or an expression whose value is printed. `.help TOPIC` says "
        + "more about a word, a name or a code: `.help mmap`, `.help pagetables.saved`, `.help "
        + "shpte`; a group lists what there is: \(groups). F1 explains the word under the cursor.")
    for line in console.lines(of: [document]) { console.say(line) }
  }

  // MARK: Back and forth

  private func undo(_ argument: String?) {
    guard let count = count(argument) else { return }
    let before = session.accepted
    let undone = session.undo(count)
    if undone == 0 {
      return complain(before.isEmpty ? "nothing to undo" : "interrupted; nothing is taken back")
    }
    tellMoved("took back", Array(before.suffix(max(0, before.count - session.accepted.count))))
  }

  private func redo(_ argument: String?) {
    guard let count = count(argument) else { return }
    let before = session.accepted.count
    let redone = session.redo(count) { self.receive($0) }
    if redone == 0 { return complain("nothing to redo") }
    tellMoved("ran again", Array(session.accepted.dropFirst(before)))
  }

  private func count(_ argument: String?) -> Int? {
    guard let argument else { return 1 }
    if let count = Int(argument), count > 0 { return count }
    complain("'\(Printable.escape(argument))' is no number of statements")
    return nil
  }

  private func tellMoved(_ what: String, _ statements: [String]) {
    for statement in statements {
      let first = statement.prefix { $0 != "\n" }
      let rest = first.count < statement.count ? " \(console.style.ellipsis)" : ""
      console.say("\(what): \(Printable.escape(String(first)))\(rest)")
    }
    tellChange()
  }

  private func history() {
    let statements = session.accepted
    let width = String(statements.count).count
    for (index, statement) in statements.enumerated() {
      let number = String(index + 1)
      let gutter = String(repeating: " ", count: width + 2)
      let lines = statement.split(separator: "\n", omittingEmptySubsequences: false)
      for (row, line) in lines.enumerated() {
        let head = row == 0 ? gutter.dropLast(number.count + 1) + number + " " : gutter
        console.say("\(faint(String(head))) \(Printable.escape(String(line)))")
      }
    }
  }

  // MARK: Files

  private func read(_ path: String) {
    switch ScriptReader.read(path: path) {
    case .failure(let failure):
      complain("cannot read \(Printable.escape(path)): \(failure.phrase)")
    case .success(let bytes):
      finish(session.run(SourceFile(name: path, bytes: bytes)) { self.receive($0) })
    }
  }

  /// A script in the canonical layout that does what the statements in force have done.
  private func save(_ path: String) {
    let statements = session.accepted
    let text = statements.map { $0 + "\n" }.joined()
    let file = SourceFile(name: path, text: text)
    let bytes = (try? Formatter.format(file)) ?? file.bytes
    if let failure = AtomicFile.write(bytes, to: path) {
      complain("cannot write \(Printable.escape(path)): \(failure.phrase)")
    } else {
      console.say(
        "saved \(Tally.count(statements.count, "statement")) to \(Printable.escape(path))")
    }
  }

  /// Hands the last input to an editor, and runs what comes back.
  private func edit() {
    switch ExternalEditor.edit(lastInput, fileExtension: ".pts") {
    case .failed(let phrase): complain("cannot edit: \(phrase)")
    case .text(let text):
      for line in text.split(separator: "\n") { console.say(faint(Printable.escape(String(line)))) }
      accept(text)
    }
  }

  // MARK: Asking

  /// `assert EXPR == VALUE`, run at once, so that it is a statement in force.
  private func assertLastValue() {
    guard let value = session.lastValue else {
      return complain("no value was shown", hint: "type an expression, such as `pagetables.leaf`")
    }
    guard let literal = value.literal else {
      return complain("a value of this kind cannot be written down")
    }
    let statement =
      switch literal {
      case "true": "assert \(value.expression)"
      case "false": "assert not (\(value.expression))"
      default: "assert \(value.expression) == \(literal)"
      }
    console.say(Printable.escape(statement))
    finish(session.run(statement) { self.receive($0) })
  }

  private func why() {
    guard !reasons.isEmpty else {
      return complain("the last statement had no consequence that a rule of the kernel tells")
    }
    var trace = TraceRecorder(view: view)
    var lines: [String] = []
    for reason in reasons {
      lines += trace.add(
        reason.reason, processName: reason.processName, statement: reason.statement)
    }
    for line in lines + trace.flush() { console.say(line) }
  }

  private func showProcesses() {
    for line in ProcessTable(session.processSummaries).lines(mode, console.style) {
      console.say(line)
    }
  }
}
