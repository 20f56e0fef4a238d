import Glibc
import Testing

@testable import ptsh

@Suite("ptsh fmt")
struct FmtCommandTests {
  private static let messy = "spawn   p1;exit\n"
  private static let tidy = "spawn p1\nexit\n"

  @Test func `rewrites files in place and says which`() {
    let directory = Directory()
    directory.write("a.pts", Self.messy)
    directory.write("sub/b.pts", Self.tidy)
    directory.write("sub/c.txt", Self.messy)
    let result = run(["."], in: directory)
    #expect(result.status == 0)
    #expect(result.output == "reformatted a.pts\n1 file reformatted, 1 unchanged\n")
    #expect(directory.read("a.pts") == Self.tidy)
    #expect(directory.read("sub/c.txt") == Self.messy)
    #expect(run(["."], in: directory).output == "2 files unchanged\n")
  }

  @Test func `leaves a file that is tidy untouched, and the mode of one that is not`() {
    let directory = Directory()
    directory.write("a.pts", Self.tidy)
    directory.write("b.pts", Self.messy)
    chmod(directory.path("b.pts"), 0o640)
    let before = information(directory.path("a.pts"))
    #expect(run(["a.pts", "b.pts"], in: directory).status == 0)
    let after = information(directory.path("a.pts"))
    #expect(before.st_ino == after.st_ino && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec)
    #expect(information(directory.path("b.pts")).st_mode & 0o7777 == 0o640)
    #expect(PtshProcess.shell("ls -A '\(directory.root)'").output == "a.pts\nb.pts\n")
  }

  @Test func `follows a symbolic link to the file`() {
    let directory = Directory()
    directory.write("real.pts", Self.messy)
    symlink("real.pts", directory.path("link.pts"))
    #expect(run(["link.pts"], in: directory).status == 0)
    #expect(directory.read("real.pts") == Self.tidy)
    #expect(PtshProcess.shell("readlink '\(directory.path("link.pts"))'").output == "real.pts\n")
  }

  @Test func `--check writes nothing and ends with 1 if a file would change`() {
    let directory = Directory()
    directory.write("a.pts", Self.messy)
    directory.write("b.pts", Self.tidy)
    let result = run(["--check", "."], in: directory)
    #expect(result.status == 1)
    #expect(result.output == "would reformat a.pts\n1 file would be reformatted, 1 unchanged\n")
    #expect(directory.read("a.pts") == Self.messy)
    #expect(run(["--check", "b.pts"], in: directory).status == 0)
  }

  @Test func `--diff shows what would change and writes nothing`() {
    let directory = Directory()
    directory.write("a.pts", Self.messy)
    let result = run(["--diff", "a.pts"], in: directory)
    #expect(result.status == 0)
    #expect(
      result.output == """
        --- a.pts
        +++ a.pts
        @@ -1 +1,2 @@
        -spawn   p1;exit
        +spawn p1
        +exit

        """)
    #expect(directory.read("a.pts") == Self.messy)
    #expect(run(["--diff", "--check", "a.pts"], in: directory).status == 1)
    #expect(
      run(["--diff", "--color", "always", "a.pts"], in: directory).output.contains("\u{1b}[32m+"))
  }

  @Test func `formats standard input to standard output`() {
    for arguments in [[], ["-"]] {
      let result = PtshProcess(arguments: ["fmt"] + arguments, input: Array(Self.messy.utf8)).run()
      #expect(result.status == 0)
      #expect(result.output == Self.tidy && result.errors == "")
    }
    let check = PtshProcess(arguments: ["fmt", "--check"], input: Array(Self.messy.utf8)).run()
    #expect(check.status == 1 && check.output == "would reformat <stdin>\n")
    #expect(PtshProcess(arguments: ["fmt"], input: []).run().output == "")
  }

  @Test func `leaves a file alone that is not understood, and formats the others`() {
    let directory = Directory()
    directory.write("a.pts", "let x =\n")
    directory.write("b.pts", Self.messy)
    let result = run(["."], in: directory)
    #expect(result.status == 65)
    #expect(result.errors.contains("a.pts:1:8: error[PT0201]: expected an expression"))
    #expect(result.output == "reformatted b.pts\n1 file reformatted, 1 could not be formatted\n")
    #expect(directory.read("a.pts") == "let x =\n")
    #expect(directory.read("b.pts") == Self.tidy)
  }

  @Test func `formats what only stands in the wrong place`() {
    let directory = Directory()
    directory.write("a.pts", "whatif {\ntest \"x\" { }\n}\n")
    #expect(run(["a.pts"], in: directory).status == 0)
    #expect(directory.read("a.pts") == "whatif {\n  test \"x\" { }\n}\n")
  }

  @Test func `says that there is no such file`() {
    let directory = Directory()
    directory.write("b.pts", Self.messy)
    let result = run(["none.pts", "b.pts"], in: directory)
    #expect(result.status == 66)
    #expect(result.errors == "ptsh: none.pts: no such file or directory\n")
    #expect(directory.read("b.pts") == Self.tidy)
  }

  @Test func `says that a file cannot be written`() {
    // Not by modes: the tests may run as root, who may write everything.
    let result = PtshProcess.shell(
      "mkfifo /tmp/ptsh-fmt-$$.pts; (printf 'a  ()' >/tmp/ptsh-fmt-$$.pts &); "
        + "$PTSH fmt /tmp/ptsh-fmt-$$.pts; s=$?; rm /tmp/ptsh-fmt-$$.pts; exit $s")
    #expect(result.status == 74)
    #expect(result.errors.contains("cannot write: not a regular file"))
  }

  @Test func `says nothing but errors with --quiet`() {
    let directory = Directory()
    directory.write("a.pts", Self.messy)
    #expect(run(["--quiet", "--check", "."], in: directory).output == "")
    let result = run(["--quiet", "."], in: directory)
    #expect(result.output == "" && result.status == 0)
    #expect(directory.read("a.pts") == Self.tidy)
  }

  @Test func `does not take - beside files`() {
    #expect(PtshProcess(arguments: ["fmt", "-", "a.pts"]).run().status == 64)
  }

  @Test func `a directory without scripts is no failure`() {
    let directory = Directory()
    let result = run(["."], in: directory)
    #expect(result.status == 0 && result.output == "no scripts found\n")
  }

  private func run(_ arguments: [String], in directory: Directory) -> PtshProcess.Result {
    PtshProcess(arguments: ["fmt"] + arguments, directory: directory).run()
  }

  private func information(_ path: String) -> stat {
    var information = stat()
    stat(path, &information)
    return information
  }
}
