import Testing

@testable import ptsh

@Suite("scripts/install")
struct InstallTests {
  private static let files = [
    "bin/ptsh", "share/bash-completion/completions/ptsh",
    "share/fish/vendor_completions.d/ptsh.fish", "share/man/man1/ptsh.1",
    "share/man/man5/pts.5", "share/zsh/site-functions/_ptsh",
  ]

  private func install(_ arguments: String) -> PtshProcess.Result {
    PtshProcess.shell(
      "export PTSH HOME=/nonexistent; '\(Checkout.root)/scripts/install' \(arguments)")
  }

  private func files(below directory: Directory) -> [String] {
    PtshProcess.shell("cd '\(directory.root)' && find . -type f | sort").output
      .split(separator: "\n").map { String($0.dropFirst(2)) }
  }

  @Test func `puts program, manual pages and completions in place, and takes them away`() {
    let directory = Directory()
    let result = install("--prefix '\(directory.root)'")
    #expect(result.status == 0, "\(result.errors)")
    #expect(files(below: directory) == Self.files)
    #expect(directory.read("share/man/man5/pts.5") == LanguageManual.text)
    #expect(
      directory.read("share/bash-completion/completions/ptsh")
        == PtshProcess(arguments: ["--generate-completion-script", "bash"]).run().output)
    let version = PtshProcess.shell("'\(directory.path("bin/ptsh"))' --version")
    #expect(version.output == "\(Ptsh.version)\n")
    directory.write("share/man/man1/other.1", "")
    #expect(install("--prefix='\(directory.root)' --uninstall").status == 0)
    #expect(files(below: directory) == ["share/man/man1/other.1"])
  }

  @Test func `puts DESTDIR in front of the prefix`() {
    let directory = Directory()
    let result = PtshProcess.shell(
      "export PTSH DESTDIR='\(directory.root)'; '\(Checkout.root)/scripts/install' --prefix /usr")
    #expect(result.status == 0, "\(result.errors)")
    #expect(files(below: directory) == Self.files.map { "usr/" + $0 })
  }

  @Test func `says how it is used, and where it cannot write`() {
    for arguments in ["--bogus", "--prefix", "--prefix ''", "extra"] {
      #expect(install(arguments).status == 64, "\(arguments)")
    }
    #expect(install("--prefix /dev/null/no").status == 73)
  }
}
