/// A page of the documentation: its fenced blocks, and the lines between them.
struct Page {
  /// What a fenced block is, by how it begins.
  enum Block: Equatable {
    /// `# NAME.pts`: a script, as a file for the commands that follow.
    case script(name: String, lines: [String])
    /// `$ COMMAND` or a prompt: what is typed, and what comes of it.
    case transcript([Entry])
    case other([String])
  }

  /// Something typed, a shell command or an input of several rows, and what is written then.
  struct Entry: Equatable {
    var prompt: String
    var rows: [String]
    var output: [String]

    var lines: [String] {
      let dots = String(repeating: ".", count: max(1, prompt.count - 1)) + " "
      return rows.enumerated().map { ($0 == 0 ? prompt : dots) + $1 } + output
    }
  }

  enum Part: Equatable {
    case text(String)
    case block(fence: String, Block, line: Int)
  }

  var parts: [Part] = []

  init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    let count = lines.count
    while let line = lines.popFirst() {
      guard line.hasPrefix("```") else {
        parts.append(.text(line))
        continue
      }
      let body = lines.prefix { $0 != "```" }
      parts.append(.block(fence: line, Self.block(Array(body)), line: count - lines.count + 1))
      lines = lines.dropFirst(body.count + 1)
    }
  }

  var text: String {
    parts.flatMap { part in
      switch part {
      case .text(let line): [line]
      case .block(let fence, .transcript(let entries), _):
        [fence] + entries.flatMap(\.lines) + ["```"]
      case .block(let fence, .script(_, let lines), _), .block(let fence, .other(let lines), _):
        [fence] + lines + ["```"]
      }
    }.joined(separator: "\n")
  }

  private static func block(_ lines: [String]) -> Block {
    guard let first = lines.first else { return .other(lines) }
    if first.hasPrefix("# "), first.hasSuffix(".pts") {
      return .script(name: String(first.dropFirst(2)), lines: lines)
    }
    guard prompt(of: first) != nil else { return .other(lines) }
    var entries: [Entry] = []
    for line in lines {
      if let prompt = prompt(of: line) {
        entries.append(
          Entry(prompt: prompt, rows: [String(line.dropFirst(prompt.count))], output: []))
      } else if entries[entries.count - 1].output.isEmpty, line.hasPrefix("..."),
        let end = line.firstIndex(where: { $0 != "." })
      {
        entries[entries.count - 1].rows.append(String(line[end...].dropFirst()))
      } else {
        entries[entries.count - 1].output.append(line)
      }
    }
    return .transcript(entries)
  }

  /// The `$ `, `ptsh> ` or `ptsh p1> ` that a line begins with.
  private static func prompt(of line: String) -> String? {
    if line.hasPrefix("$ ") { return "$ " }
    guard line.hasPrefix("ptsh"), let end = line.firstIndex(of: ">") else { return nil }
    let prompt = line[...end]
    guard prompt == "ptsh>" || prompt.hasPrefix("ptsh "), line[end...].hasPrefix("> ") else {
      return nil
    }
    return prompt + " "
  }
}
