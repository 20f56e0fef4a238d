import ArgumentParser
import PTLang

/// `ptsh explain CODE|TOPIC`.
struct ExplainCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say more about an error's code, a verb, a counter, a kernel or a machine.",
    usage: "ptsh explain TOPIC")

  @Argument(help: "A code such as PT0405, or a word such as mremap, pagetables.saved, shpte.")
  var topic: String

  var color: ColorChoice { .auto }

  func validate() throws {
    guard Explanation.paragraphs(about: topic).isEmpty else { return }
    let hint = Suggestion.hint(for: topic, in: Explanation.topics).map { ": \($0)" } ?? ""
    throw ValidationError("nothing is known about '\(Printable.escape(topic))'\(hint)")
  }

  func execute(_ console: Console) -> ExitStatus {
    for paragraph in Explanation.paragraphs(about: topic) { console.say(paragraph) }
    return .passed
  }
}
