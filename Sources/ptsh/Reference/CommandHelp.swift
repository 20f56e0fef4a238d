import ArgumentParser

/// What a command's `--help` says, taken apart: so the pages say what the definitions say.
struct CommandHelp {
  let name: String
  let abstract: String
  let discussion: [String]
  let usage: [String]
  /// Arguments and options, by the title of their section: `ARGUMENTS`, `OPTIONS`.
  let sections: [(title: String, items: [Document.Item])]

  /// Every command that is shown, in the order of `ptsh --help`.
  static let all: [CommandHelp] = Ptsh.configuration.subcommands
    .filter { $0.configuration.shouldDisplay }
    .map { CommandHelp($0) }

  /// The command line as a whole.
  static let root = CommandHelp(Ptsh.self)

  init(_ command: any ParsableCommand.Type) {
    // So wide that no text is wrapped.
    let help = Ptsh.helpMessage(for: command, columns: 1 << 16)
    var blocks: [[String]] = []
    for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
      // A line that ends a title begins a section; everything else belongs to the one before.
      let isTitle = line.first.map { $0 != " " } ?? false && Self.title(of: line) != nil
      if isTitle || blocks.isEmpty { blocks.append([]) }
      blocks[blocks.count - 1].append(String(line))
    }
    name = command.configuration.commandName ?? "ptsh"
    abstract = command.configuration.abstract
    discussion = command.configuration.discussion.split(separator: "\n").map(String.init)
    usage = Self.lines(of: "USAGE", in: blocks)
    sections = blocks.compactMap { block in
      guard let title = block.first.flatMap({ Self.title(of: $0[...]) }),
        !["OVERVIEW", "USAGE", "SUBCOMMANDS"].contains(title)
      else { return nil }
      return (title, Self.items(of: block.dropFirst()))
    }
  }

  /// The options whose name begins so.
  func options(beginning prefix: String) -> [Document.Item] {
    sections.flatMap(\.items).filter { $0.term.hasPrefix(prefix) }
  }

  /// `OPTIONS` of `OPTIONS:` and of `USAGE: ptsh ...`: words in front of a colon.
  private static func title(of line: Substring) -> String? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let title = line[..<colon]
    let rest = line[line.index(after: colon)...]
    guard title == "USAGE" || title == "OVERVIEW" || rest.isEmpty else { return nil }
    return String(title)
  }

  private static func lines(of title: String, in blocks: [[String]]) -> [String] {
    guard let block = blocks.first(where: { $0.first?.hasPrefix("\(title):") ?? false })
    else { return [] }
    return block.map { $0.hasPrefix("\(title):") ? String($0.dropFirst(title.count + 1)) : $0 }
      .map(trimmed).filter { !$0.isEmpty }
  }

  /// A label stands behind two spaces; its text behind two more at least, or on lines of its own.
  private static func items(of lines: ArraySlice<String>) -> [Document.Item] {
    var items: [(term: String, texts: [String])] = []
    for line in lines where !trimmed(line).isEmpty {
      let indent = line.prefix { $0 == " " }.count
      let text = trimmed(line)
      if indent == 2 {
        let gap = text.firstRange(of: "  ")
        let term = gap.map { String(text[..<$0.lowerBound]) } ?? text
        items.append((term, gap.map { [trimmed(String(text[$0.upperBound...]))] } ?? []))
      } else if let last = items.indices.last {
        items[last].texts.append(text)
      }
    }
    return items.map { Document.Item(term: $0.term, text: $0.texts.joined(separator: " ")) }
  }

  private static func trimmed(_ text: String) -> String {
    let rest = text.drop { $0 == " " }
    guard let last = rest.lastIndex(where: { $0 != " " }) else { return "" }
    return String(rest[...last])
  }
}

extension String {
  /// `Options` of `OPTIONS`.
  var capitalizedWord: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
