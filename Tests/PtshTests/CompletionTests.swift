import Testing

@testable import ptsh

@Suite("Completion")
struct CompletionTests {
  private func script(_ shell: String) -> String {
    PtshProcess(arguments: ["--generate-completion-script", shell]).run().output
  }

  /// What bash offers for the last word, in a directory with two scripts.
  private func bash(_ words: String...) -> [String] {
    let directory = Directory()
    directory.write("first.pts", "")
    directory.write("notes.txt", "")
    directory.write("folder/second.pts", "")
    directory.write("completion", script("bash"))
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let result = PtshProcess.shell(
      """
      cd '\(directory.root)' && . ./completion
      COMP_WORDS=(ptsh \(quoted)); COMP_CWORD=\(words.count)
      COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
      set -- $(complete -p ptsh)
      while [ "$1" != -F ]; do shift; done
      "$2" ptsh "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """)
    #expect(result.errors.isEmpty)
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test func `in bash offers kernels and machines`() {
    let kernels = ["shpte", "linux-2.5", "linux-2.4", "linux-6.18", "all"]
    #expect(bash("--kernel", "") == kernels)
    #expect(bash("run", "--kernel", "") == kernels)
    #expect(bash("test", "--kernel", "s") == ["shpte"])
    #expect(bash("--machine", "arm64-6") == ["arm64-64k"])
  }

  @Test func `in bash offers commands, options and topics`() {
    #expect(Set(bash("")).isSuperset(of: CommandHelp.all.map(\.name)))
    #expect(!bash("").contains("document"))
    #expect(bash("--max-st") == ["--max-steps"])
    #expect(bash("test", "--no-such") == [])
    #expect(bash("explain", "pagetables.sa") == ["pagetables.saved"])
    #expect(bash("explain", "PT040").count > 5)
  }

  @Test func `in bash offers scripts and directories, and no other file`() {
    for command in [[], ["run"], ["test"], ["check"], ["fmt"], ["--quiet"]] as [[String]] {
      let offered: [String]
      switch command.first {
      case let word?: offered = bash(word, "f")
      case nil: offered = bash("f")
      }
      #expect(Set(offered).subtracting(["fmt"]) == ["first.pts", "folder"], "\(command)")
    }
    #expect(bash("folder/") == ["folder/second.pts"])
    #expect(bash("notes") == [])
  }

  @Test(.enabled(if: Checkout.has("zsh"), "zsh is not installed"))
  func `is understood by zsh`() {
    let result = PtshProcess.shell(
      "\"$PTSH\" --generate-completion-script zsh >/tmp/_ptsh.$$; zsh -n /tmp/_ptsh.$$; "
        + "status=$?; rm /tmp/_ptsh.$$; exit $status")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(script("zsh").contains("__ptsh_commands \"${@}\" && ret=0"))
  }

  @Test(.enabled(if: Checkout.has("fish"), "fish is not installed"))
  func `in fish offers kernels, topics and scripts`() {
    let directory = Directory()
    directory.write("first.pts", "")
    directory.write("completion", script("fish"))
    for (line, offer) in [
      ("ptsh --kernel s", "shpte"), ("ptsh test --kernel s", "shpte"),
      ("ptsh fi", "first.pts"), ("ptsh --quiet fi", "first.pts"),
      ("ptsh explain pagetables.sav", "pagetables.saved"),
    ] {
      let result = PtshProcess.shell(
        """
        cd '\(directory.root)' && PATH="${PTSH%/*}:$PATH" HOME="$PWD" \
        fish -N -c 'source completion; complete -C "\(line)"' | cut -f1
        """)
      #expect(result.output == offer + "\n", "\(line): \(result.errors)")
    }
  }

  @Test func `scripts come out of the program, for the shells that it knows`() {
    for shell in ["bash", "zsh", "fish"] {
      for arguments in [
        ["--generate-completion-script", shell], ["--generate-completion-script=\(shell)"],
      ] {
        let result = PtshProcess(arguments: arguments).run()
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.contains("is `ptsh run FILE`"))
      }
    }
    #expect(PtshProcess(arguments: ["--generate-completion-script", "csh"]).run().status == 64)
  }
}
