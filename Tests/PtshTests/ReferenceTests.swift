import PTLang
import Testing
import VM

@testable import ptsh

@Suite("The reference page")
struct ReferenceTests {
  @Test func `says what the tables say`() {
    Checkout.expect("docs/reference.md", toBe: ReferencePage.document.markdown)
  }

  @Test func `has every topic`() {
    let page = ReferencePage.document.markdown
    for topic in Topic.all {
      #expect(
        page.contains("### \(topic.name)\n") || page.contains("`\(topic.name)"), "\(topic.name)")
    }
  }

  @Test func `has every option of every command that is shown`() {
    let page = ReferencePage.document.markdown
    #expect(CommandHelp.all.map(\.name).contains("test"))
    #expect(!CommandHelp.all.map(\.name).contains("document"))
    for command in CommandHelp.all {
      #expect(!command.usage.isEmpty && !command.sections.isEmpty, "\(command.name)")
      for item in command.sections.flatMap(\.items) {
        #expect(page.contains("| `\(item.term)` | "), "\(command.name) \(item.term)")
        #expect(!item.text.isEmpty, "\(command.name) \(item.term)")
      }
    }
  }

  @Test func `links to what is there, and the page of the language to it`() {
    let page = ReferencePage.document.markdown
    let language = Checkout.read("docs/language.md")
    let links =
      page.matches(of: /\]\(#([^)]*)\)/).map(\.1)
      + language.matches(of: /\]\(reference\.md#([^)]*)\)/).map(\.1)
    #expect(links.count > 20)
    for link in links {
      let isThere = page.split(separator: "\n").contains {
        $0.hasPrefix("#") && Document.anchor(String($0.drop { $0 == "#" || $0 == " " })) == link
      }
      #expect(isThere, "\(link)")
    }
    #expect(page.contains("](language.md)") && language.contains("](reference.md)"))
  }

  @Test func `comes out of the program as it is`() {
    let result = PtshProcess(arguments: ["document", "reference"]).run()
    #expect(result.status == 0)
    #expect(result.output == ReferencePage.document.markdown)
  }
}

@Suite("A document")
struct DocumentTests {
  private let document = Document([
    .heading("mmap", level: 2), .paragraph("Takes `A|B`."), .code("a\n\n.b"),
    .list([.init(term: "-x", text: "one"), .init(term: "long", text: "two")]),
    .table(header: ["n", "m"], rows: [["`1`", "a|b"]]),
  ])

  @Test func `becomes text`() {
    #expect(
      document.lines(width: 40, style: .plain) == [
        "mmap", "  Takes `A|B`.", "", "    a", "", "    .b", "", "  -x    one", "  long  two", "",
        "  n    m", "  `1`  a|b",
      ])
  }

  @Test func `becomes Markdown`() {
    #expect(
      document.markdown == """
        ## mmap

        Takes `A|B`.

        ```
        a

        .b
        ```

        | | |
        | --- | --- |
        | `-x` | one |
        | `long` | two |

        | n | m |
        | --- | --- |
        | `1` | a\\|b |

        """)
  }

  @Test func `becomes a manual`() {
    #expect(
      document.manual == """
        .Sh MMAP
        Takes \\fBA|B\\fP.
        .Bd -literal -offset indent
        a

        \\&.b
        .Ed
        .Bl -tag -width XXXX
        .It "\\fB\\-x\\fP"
        one
        .It "\\fBlong\\fP"
        two
        .El
        .Bl -tag -width XXXX
        .It "\\fB1\\fP"
        m a|b
        .El

        """)
  }
}
