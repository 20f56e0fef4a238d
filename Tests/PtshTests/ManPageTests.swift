import PTLang
import Testing

@testable import ptsh

@Suite("A manual page")
struct ManPageTests {
  @Test func `says what the tables say`() {
    Checkout.expect("docs/man/ptsh.1", toBe: CommandManual.text)
    Checkout.expect("docs/man/pts.5", toBe: LanguageManual.text)
  }

  /// The text of a page, in one line without fonts.
  private func plain(_ page: String) -> String {
    page.replacing("\\fB", with: "").replacing("\\fP", with: "").replacing("\\-", with: "-")
  }

  @Test func `of the command has every command and option, status and variable`() {
    let page = plain(CommandManual.text)
    for command in CommandHelp.all {
      #expect(page.contains("\n.Ss ptsh \(command.name)\n"))
      for item in command.sections.flatMap(\.items) {
        #expect(page.contains(".It \"\(item.term)\""), "\(command.name) \(item.term)")
      }
    }
    for status in ExitStatus.allCases {
      #expect(page.contains("\n.It \"\(status.rawValue)\"\n"), "\(status)")
    }
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "TERM", "LC_ALL", "CI", "XDG_STATE_HOME"] {
      #expect(page.contains(".It \"\(variable)"), "\(variable)")
    }
  }

  @Test func `of the language has every statement, clause and counter`() {
    let page = plain(LanguageManual.text)
    for entry in Vocabulary.statements + Vocabulary.verbs.map(\.help) + Vocabulary.clauseWords {
      let isThere = page.contains(".It \"\(entry.name)\"") || page.contains(".It \"\(entry.name) ")
      #expect(isThere, "\(entry.name)")
    }
    for property in Vocabulary.processProperties {
      #expect(page.contains(".It \"p.\(property.name)"), "\(property.name)")
    }
  }

  @Test(.enabled(if: Checkout.has("mandoc"), "mandoc is not installed"))
  func `is clean to mandoc`() {
    let result = PtshProcess.shell(
      "cd '\(Checkout.root)' && mandoc -T lint docs/man/ptsh.1 docs/man/pts.5")
    // The two refer to each other, and need not be installed.
    let complaints = result.output.split(separator: "\n")
      .filter { !$0.contains("referenced manual not found: Xr pt") }
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test(.enabled(if: Checkout.has("man"), "man is not installed"))
  func `is shown by man`() {
    for page in ["ptsh.1", "pts.5"] {
      let result = PtshProcess.shell(
        "cd '\(Checkout.root)' && LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 man --warnings -l "
          + "docs/man/\(page)")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(result.output.contains("SEE ALSO"))
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }
}
