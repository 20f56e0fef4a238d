import Testing

@testable import ptsh

/// What the pages about the shell show is what the shell writes.
///
/// In a fenced block, a line that begins with a prompt (`ptsh> `, `ptsh p1> `, dots for the next row
/// of a block) is typed, and the lines after it are what must come. `$ ` is a command, run in a
/// directory of the page's own; a block that begins with `# NAME.pts` is a file there.
///
/// `PTSH_UPDATE_SNAPSHOTS=1 scripts/test --filter ShellPagesTests` writes prompts and outputs anew;
/// read the difference before it is committed. It is refused where `CI` is set.
@Suite("A page about the shell")
struct ShellPagesTests {
  @Test(arguments: ["docs/shell.md", "docs/course.md"])
  func `shows what the shell writes`(path: String) throws {
    var page = Page(Checkout.read(path))
    let replay = Replay()
    var count = 0
    for (index, part) in page.parts.enumerated() {
      guard case .block(let fence, let block, let line) = part else { continue }
      switch block {
      case .other: continue
      case .script(let name, let lines): replay.write(name, lines)
      case .transcript(let entries):
        var replayed: [Page.Entry] = []
        for entry in entries {
          let found = try replay.replay(entry)
          replayed.append(found)
          count += 1
          if !Self.isUpdating {
            let typed = entry.rows.joined(separator: "\n")
            #expect(found == entry, "\(path), the block at line \(line): \(typed)")
          }
        }
        page.parts[index] = .block(fence: fence, .transcript(replayed), line: line)
      }
    }
    try replay.leave()
    #expect(count > 40)
    Checkout.expect(path, toBe: page.text)
  }

  @Test func `is taken apart and put together without a difference`() {
    let text = """
      Words.

      ```
      $ ptsh
      hello
      ptsh> spawn p[1..2] {
      ..... mmap 4K as b
      ..... }
        + p[1] p[2]
      ptsh p> b
      ```
      """
    let page = Page(text)
    #expect(page.text == text)
    let entries = [
      Page.Entry(prompt: "$ ", rows: ["ptsh"], output: ["hello"]),
      Page.Entry(
        prompt: "ptsh> ", rows: ["spawn p[1..2] {", "mmap 4K as b", "}"],
        output: ["  + p[1] p[2]"]),
      Page.Entry(prompt: "ptsh p> ", rows: ["b"], output: []),
    ]
    #expect(page.parts.last == .block(fence: "```", .transcript(entries), line: 4))
  }

  private static var isUpdating: Bool {
    Environment.value("PTSH_UPDATE_SNAPSHOTS") == "1" && !Environment.isCI
  }
}
