import ArgumentParser

/// `ptsh document PAGE`, for the scripts: a page of the documentation, made from the tables.
struct DocumentCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "document",
    abstract: "Write a page of the documentation, made from the program's own tables.",
    usage: "ptsh document PAGE",
    shouldDisplay: false)

  enum Page: String, ExpressibleByArgument, CaseIterable {
    case reference
    case command = "ptsh.1"
    case language = "pts.5"

    var text: String {
      switch self {
      case .reference: ReferencePage.document.markdown
      case .command: CommandManual.text
      case .language: LanguageManual.text
      }
    }

    /// Where it is kept, from the root of the sources.
    var path: String {
      switch self {
      case .reference: "docs/reference.md"
      case .command: "docs/man/ptsh.1"
      case .language: "docs/man/pts.5"
      }
    }
  }

  @Argument(help: "The page.")
  var page: Page

  var color: ColorChoice { .never }

  func execute(_ console: Console) -> ExitStatus {
    // Saying it adds the last line end.
    console.say(String(page.text.dropLast()))
    return .passed
  }
}
