/// `ptsh(1)`: the command line.
enum CommandManual {
  static var text: String {
    ManualPage(
      name: "ptsh", section: 1,
      description: "scenarios of virtual memory and shared page tables", synopsis: synopsis,
      body: body
    ).text
  }

  /// One line for each command, from its own usage.
  private static var synopsis: [String] {
    CommandHelp.all.flatMap(\.usage).map { usage in
      usage.hasPrefix("ptsh ") ? String(usage.dropFirst(5)) : usage
    }
  }

  private static var body: Document {
    var page = Document()
    page.heading("Description")
    for text in introduction { page.paragraph(text) }
    page.heading("Commands")
    page.paragraph("Without a command the files are run.")
    for command in CommandHelp.all {
      page.heading("ptsh \(command.name)", level: 3)
      page.paragraph(command.abstract)
      for text in command.discussion { page.paragraph(text) }
      for section in command.sections {
        let hasTitle = section.title != "ARGUMENTS" && command.sections.count > 2
        page.list(
          section.items.filter { !isCommon($0) },
          after: hasTitle ? "\(section.title.capitalizedWord):" : nil)
      }
    }
    page.paragraph("Every command has these as well:")
    page.list(CommandHelp.root.sections.flatMap(\.items).filter(isCommon))
    page.heading("Environment")
    page.list(environment)
    page.heading("Files")
    page.list(files)
    page.heading("Exit status")
    page += ReferencePage.statuses
    page.heading("Examples")
    for (text, command) in examples { page.code(command, after: text) }
    return page
  }

  private static func isCommon(_ item: Document.Item) -> Bool {
    item.term.hasSuffix("--help") || item.term == "--version"
  }

  private static let introduction = [
    """
    `ptsh` runs scenarios: short scripts in which processes map, fork, write, protect and unmap \
    memory, and assertions say what that must have cost. It models machines down to the page-table \
    entry, and kernels as sets of rules, among them those that let processes share page tables. \
    Every counter is exact, and every run of a script gives the same output.
    """,
    """
    Scripts end in `.pts`; their language is in pts(5). When an assertion fails, the values of its \
    parts are shown under the line, with what the model knows that explains them.
    """,
    """
    Results go to standard output. Complaints about the command line, about files, and about scripts \
    that are wrong before they run go to standard error.
    """,
  ]

  private static let environment: [Document.Item] = [
    .init(
      term: "NO_COLOR",
      text: "If not empty, nothing is coloured, unless `--color always` is given."),
    .init(
      term: "CLICOLOR_FORCE",
      text: "If neither empty nor `0`, output is coloured also where it is no terminal."),
    .init(term: "TERM", text: "With `dumb` nothing is coloured of itself."),
    .init(
      term: "LC_ALL, LC_CTYPE, LANG",
      text: "The first that is set decides: without UTF-8 in it pictures are drawn in ASCII."),
    .init(
      term: "CI",
      text: "If set, and not to `0`, `no` or `false`, no script is rewritten by `--update`."),
    .init(
      term: "XDG_STATE_HOME",
      text: "Where `ptsh` remembers things from run to run; `~/.local/state` if not set."),
  ]

  private static let files: [Document.Item] = [
    .init(term: "*.pts", text: "Scripts. `ptsh test` finds them in directories."),
    .init(
      term: "$XDG_STATE_HOME/ptsh/",
      text: "Which tests failed the last time, and what was typed at the prompt."),
  ]

  private static let examples = [
    ("Run a scenario:", "ptsh first.pts"),
    (
      "Run it under the rules of another kernel, or of each:",
      "ptsh --kernel linux-2.5 first.pts\nptsh --kernel all first.pts"
    ),
    ("Run every test below a directory:", "ptsh test examples"),
    ("See what each statement caused, and by which rule:", "ptsh --trace first.pts"),
    ("Run a script from standard input:", "echo 'spawn p; print p.pagetables' | ptsh -"),
    (
      "Ask what an error means, what a statement does, what a counter counts:",
      "ptsh explain PT0405\nptsh explain mremap\nptsh explain pagetables.saved"
    ),
  ]
}
