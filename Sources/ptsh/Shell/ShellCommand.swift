/// The commands of the shell: they begin with a dot, which no statement does.
enum ShellCommand: String, CaseIterable {
  case help, undo, redo, history, read, save, assert, trace, why, show, mode, once, timer, reset
  case edit, quit

  /// How it is written.
  var synopsis: String {
    switch self {
    case .help: ".help [TOPIC]"
    case .undo: ".undo [N]"
    case .redo: ".redo [N]"
    case .history: ".history"
    case .read: ".read FILE"
    case .save: ".save FILE"
    case .assert: ".assert"
    case .trace: ".trace on|off"
    case .why: ".why"
    case .show: ".show"
    case .mode: ".mode table|json|csv"
    case .once: ".once FILE"
    case .timer: ".timer on|off"
    case .reset: ".reset"
    case .edit: ".edit"
    case .quit: ".quit"
    }
  }

  /// One line for people.
  var summary: String {
    switch self {
    case .help: "what there is; a verb, a counter, a kernel, a command, an error's code"
    case .undo: "take the last statements back: the world, its counters and the variables"
    case .redo: "run again what was taken back"
    case .history: "the statements that are in force, numbered"
    case .read: "run the statements of a file"
    case .save: "write the statements that are in force, as a script that runs"
    case .assert: "make an assertion of the value that was shown last"
    case .trace: "tell what each statement caused, and by which rule"
    case .why: "the reasons of what the last statement caused"
    case .show: "the processes, a line each"
    case .mode: "how `.show` writes its table"
    case .once: "write the output of the next input to a file"
    case .timer: "tell how long each input took"
    case .reset: "begin anew: no process, no variable; `.undo` does not bring it back"
    case .edit: "edit the last input in $VISUAL or $EDITOR, and run it"
    case .quit: "leave; Ctrl-D on an empty line does it too"
    }
  }

  /// How many arguments it takes.
  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .help, .undo, .redo: 0...1
    case .read, .save, .trace, .mode, .once, .timer: 1...1
    case .history, .assert, .why, .show, .reset, .edit, .quit: 0...0
    }
  }

  /// The words that its argument may be, if it is one of some.
  var words: [String] {
    switch self {
    case .trace, .timer: ["on", "off"]
    case .mode: ShellMode.allCases.map(\.rawValue)
    default: []
    }
  }
}

/// How the shell writes values and tables.
enum ShellMode: String, CaseIterable {
  case table, json, csv
}

/// A line that begins with a dot, taken apart.
struct ShellCommandLine: Equatable {
  let command: ShellCommand
  let arguments: [String]

  /// Why a line is no command, in a phrase.
  struct Refusal: Error, Equatable {
    let phrase: String
    var hint: String?
  }

  /// A word in quotes may hold spaces. A command may be cut short where that is clear: `.q`.
  init(_ line: String) throws(Refusal) {
    let words = Self.words(of: line)
    guard let name = words.first?.dropFirst() else { throw Refusal(phrase: "no command") }
    let candidates = ShellCommand.allCases.filter { $0.rawValue.hasPrefix(name) }
    let exact = ShellCommand(rawValue: String(name))
    guard let command = exact ?? (candidates.count == 1 && !name.isEmpty ? candidates[0] : nil)
    else {
      throw Refusal(
        phrase: candidates.count > 1
          ? "'.\(name)' may be \(candidates.map { "." + $0.rawValue }.joined(separator: ", "))"
          : "unknown command '.\(name)'",
        hint: "`.help` lists them")
    }
    arguments = Array(words.dropFirst())
    guard command.argumentCounts.contains(arguments.count) else {
      throw Refusal(phrase: "wrong number of arguments", hint: "write `\(command.synopsis)`")
    }
    if !command.words.isEmpty, !command.words.contains(arguments[0]) {
      throw Refusal(phrase: "unknown word '\(arguments[0])'", hint: "write `\(command.synopsis)`")
    }
    self.command = command
  }

  private static func words(of line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    var isOpen = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
        isOpen = true
      } else if character.isWhitespace, !isQuoted {
        if isOpen { words.append(word) }
        (word, isOpen) = ("", false)
      } else {
        word.append(character)
        isOpen = true
      }
    }
    return isOpen ? words + [word] : words
  }
}
