import Glibc
import Testing

@testable import ptsh

@Suite("The search for scripts")
struct ScriptFinderTests {
  @Test func `finds *.pts below a directory, sorted by path, hidden ones passed over`() {
    let directory = Directory()
    for name in ["b.pts", "a/z.pts", "a.pts", ".hidden/x.pts", ".x.pts", "a/readme", "c/d/e.pts"] {
      directory.write(name, "")
    }
    let finding = ScriptFinder.find([directory.root])
    #expect(finding.problems.isEmpty)
    #expect(
      finding.scripts == ["a.pts", "a/z.pts", "b.pts", "c/d/e.pts"].map(directory.path))
  }

  @Test func `takes a file that is named, whatever its name, once`() {
    let directory = Directory()
    let file = directory.write("scenario", "")
    #expect(ScriptFinder.find([file, file]).scripts == [file])
  }

  @Test func `survives loops of symbolic links`() {
    let directory = Directory()
    directory.write("a/x.pts", "")
    symlink("..", directory.path("a/up"))
    symlink("self", directory.path("self"))
    let finding = ScriptFinder.find([directory.root])
    #expect(finding.scripts == [directory.path("a/x.pts")])
    #expect(finding.problems.isEmpty)
  }

  @Test func `tells what cannot be looked at`() {
    let directory = Directory()
    symlink("nowhere", directory.path("gone.pts"))
    let finding = ScriptFinder.find([directory.root, directory.path("none")])
    #expect(finding.scripts.isEmpty)
    #expect(
      finding.problems == [
        .init(path: directory.path("gone.pts"), phrase: "no such file or directory"),
        .init(path: directory.path("none"), phrase: "no such file or directory"),
      ])
  }
}
