import PTLang

/// What `ptsh explain` says about a topic.
enum Explanation {
  /// Everything about a topic; nothing if it is unknown. A word with several meanings has a
  /// document for each.
  static func documents(about topic: String) -> [Document] {
    let found = topics(matching: topic)
    let groups = Topic.Kind.allCases.filter { $0.group == topic }
    return found.map { $0.document() } + groups.map { list(of: $0) } + members(of: topic, found)
  }

  /// The topics behind its dot, if they are not what was found themselves.
  private static func members(of topic: String, _ found: [Topic]) -> [Document] {
    let members = Topic.all.filter { member in
      member.name.hasPrefix("\(topic).") && !found.contains { $0.name == member.name }
    }
    guard !members.isEmpty else { return [] }
    var document = Document()
    document.heading("\(topic).  (members)", level: 1)
    document.list(members.map { .init(term: $0.name, text: $0.summary) })
    return [document]
  }

  /// Everything that can be asked for, for suggestions and completion.
  static let names: [String] = {
    var seen: Set<String> = []
    return (Topic.all.map(\.name) + Topic.Kind.allCases.map(\.group))
      .filter { seen.insert($0).inserted }
  }()

  // MARK: Finding

  /// The topics of that name; else those that are written so: in the other case, behind the name
  /// of a process (`p.rss`), as the last part (`saved`), with a name of their own in the middle
  /// (`locks.mmap.taken`).
  private static func topics(matching topic: String) -> [Topic] {
    let folded = topic.lowercased()
    let parts = topic.split(separator: ".").map(String.init)
    guard let first = parts.first, let last = parts.last else { return [] }
    let rest = parts.dropFirst().joined(separator: ".")
    let tests: [(Topic) -> Bool] = [
      { $0.name == topic },
      { $0.name.lowercased() == folded },
      { $0.name == rest && $0.kind.isProperty },
      { $0.name.hasSuffix(".\(topic)") },
      { parts.count == 3 && $0.name.hasPrefix("\(first).NAME.") && $0.name.hasSuffix(".\(last)") },
    ]
    for test in tests {
      let found = Topic.all.filter(test)
      if !found.isEmpty { return found }
    }
    return []
  }

  // MARK: Lists

  /// All topics of a kind, one line each.
  static func list(of kind: Topic.Kind) -> Document {
    var document = Document()
    document.heading("\(kind.group)  (each is a \(kind.rawValue))", level: 1)
    document.list(
      Topic.all.filter { $0.kind == kind }.map { .init(term: $0.name, text: $0.summary) })
    return document
  }

  /// What can be asked for, without a topic.
  static var overview: Document {
    var document = Document()
    document.heading("ptsh explain TOPIC", level: 1)
    document.list(
      Topic.Kind.allCases.map { kind in
        .init(term: kind.group, text: names(of: kind))
      })
    document.paragraph(
      "A group is a topic too: `ptsh explain codes` has a line for each of them.")
    return document
  }

  private static func names(of kind: Topic.Kind) -> String {
    let names = Topic.all.filter { $0.kind == kind }.map(\.name)
    guard kind == .code, let first = names.first, let last = names.last else {
      return names.joined(separator: " ")
    }
    return "\(first) to \(last): \(names.count) codes of errors and warnings"
  }
}

extension Topic.Kind {
  /// Whether it is asked with a name before the dot: `p.rss`, `m.pagetables`.
  fileprivate var isProperty: Bool {
    switch self {
    case .processProperty, .fileProperty, .regionProperty, .counter: true
    default: false
    }
  }
}
