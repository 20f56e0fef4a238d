import Glibc
import PtyHarness

/// Types what a page types, in a directory of its own, and collects what is written.
///
/// `$ ptsh` and `$ ptsh --kernel NAME` start a shell, in which all prompts that follow are typed,
/// until the next one is started. It runs on a terminal that can do nothing (`TERM=dumb`), so that
/// what is written is text.
final class Replay {
  private let directory = Directory()
  private var shell: Terminal?
  private var prompt = ""

  struct Failure: Error {
    let description: String
  }

  func write(_ name: String, _ lines: [String]) {
    directory.write(name, lines.map { $0 + "\n" }.joined())
  }

  /// The entry as it must be: its prompt and its output.
  func replay(_ entry: Page.Entry) throws -> Page.Entry {
    guard entry.prompt == "$ " else { return try type(entry.rows) }
    let command = entry.rows.joined(separator: "\n")
    let words = command.split(separator: " ")
    var output: [String]
    if words == ["ptsh"] || words.count == 3 && words.starts(with: ["ptsh", "--kernel"]) {
      try leave()
      shell = try start("exec \(command)")
      output = try readToPrompt()
    } else {
      let terminal = try start("\(command); echo '<end>'")
      output = Self.lines(try terminal.expect("<end>\r\n"))
      try terminal.expectExit(0)
    }
    if output.last == "" { output.removeLast() }
    return Page.Entry(prompt: "$ ", rows: entry.rows, output: output)
  }

  /// Ends the shell.
  func leave() throws {
    guard let shell else { return }
    if !prompt.isEmpty { try shell.send("\u{4}") }
    try shell.expectExit(0)
    self.shell = nil
  }

  private func type(_ rows: [String]) throws -> Page.Entry {
    guard let shell, !prompt.isEmpty else { throw Failure(description: "no shell is running") }
    var entry = Page.Entry(prompt: prompt, rows: rows, output: [])
    let dots = String(repeating: ".", count: prompt.count - 1) + " "
    for (index, row) in rows.enumerated() {
      if index > 0 { try shell.expect(dots) }
      try shell.send(row + "\n")
      try shell.expect(row + "\r\n")
    }
    if rows == [".quit"] {
      prompt = ""
    } else {
      entry.output = try readToPrompt()
    }
    return entry
  }

  /// What is written until the shell asks for more.
  private func readToPrompt() throws -> [String] {
    guard let shell else { return [] }
    var text = ""
    while true {
      text += try shell.expect("> ")
      var lines = Self.lines(text)
      let last = lines.removeLast()
      if last == "ptsh" || last.hasPrefix("ptsh ") {
        prompt = last + "> "
        return lines
      }
      text += "> "
    }
  }

  private func start(_ command: String) throws -> Terminal {
    let folder = PtshProcess.executable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let environment = [
      "TERM": "dumb", "LC_ALL": "C.UTF-8", "HOME": directory.root,
      "PATH": "\(folder):/usr/bin:/bin",
    ]
    return try Terminal(
      "/bin/sh", ["-c", "cd '\(directory.root)' && \(command)"], environment: environment,
      columns: 100)
  }

  private static func lines(_ text: String) -> [String] {
    // CR LF is one character.
    let rows = String(text.unicodeScalars.filter { $0 != "\r" })
    return rows.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
