import ArgumentParser
import PTLang

/// `ptsh explain [TOPIC]`.
struct ExplainCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say more about an error's code, a statement, a counter, a kernel or a machine.",
    usage: "ptsh explain [TOPIC]",
    discussion: """
      A topic is a code such as PT0405 or a word such as mremap, pagetables.saved, p.rss, shpte or \
      EINVAL. Without a topic it says what there is.
      """)

  @Argument(
    help: ArgumentHelp("What to explain.", valueName: "topic"),
    completion: .list(Explanation.names))
  var topic: String?

  var color: ColorChoice { .auto }

  func validate() throws {
    guard let topic, Explanation.documents(about: topic).isEmpty else { return }
    let hint = Suggestion.hint(for: topic, in: Explanation.names).map { ": \($0)" } ?? ""
    throw ValidationError("nothing is known about '\(Printable.escape(topic))'\(hint)")
  }

  func execute(_ console: Console) -> ExitStatus {
    let documents = topic.map(Explanation.documents) ?? [Explanation.overview]
    for (index, document) in documents.enumerated() {
      if index > 0 { console.say() }
      let width = min(console.width, Self.widestText)
      for line in document.lines(width: width, style: console.style) { console.say(line) }
    }
    return .passed
  }

  /// Longer lines are hard to read.
  private static let widestText = 100
}
