import Testing

@testable import ptsh

@Suite("The command line")
struct CommandLineTests {
  private func ptsh(_ arguments: String...) -> PtshProcess.Result {
    PtshProcess(arguments: arguments).run()
  }

  @Test func `that is wrong ends with 64 and says why on standard error`() {
    for arguments in [
      ["--bogus"], ["--max-steps", "0"], ["--max-memory", "3Q"], ["-D", "3=4"], ["-Dx"],
      ["--color", "blue"], ["--kernel"], ["kernels", "extra"],
    ] {
      let result = PtshProcess(arguments: arguments).run()
      #expect(result.status == 64, "\(arguments)")
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("Error: "))
    }
  }

  @Test func `suggests the kernel and the machine that were meant`() {
    #expect(ptsh("--kernel", "shpt", "x").errors.contains("did you mean 'shpte'?"))
    #expect(ptsh("test", "--machine", "x86-64").errors.contains("did you mean 'x86_64'?"))
    #expect(ptsh("--kernel", "vms", "x").errors.contains("there are shpte, linux-2.5"))
    #expect(ptsh("--kernel", "vms", "x").status == 64)
  }

  @Test func `answers help and version on standard output`() {
    for arguments in [["--help"], ["help"], ["run", "--help"], ["help", "test"], ["--version"]] {
      let result = PtshProcess(arguments: arguments).run()
      #expect(result.status == 0, "\(arguments)")
      #expect(!result.output.isEmpty && result.errors.isEmpty)
    }
  }

  @Test func `lists kernels and machines, one a line`() {
    let kernels = ptsh("kernels").output.split(separator: "\n")
    #expect(kernels.contains { $0.hasPrefix("shpte ") })
    #expect(kernels.contains { $0.hasPrefix("linux-2.5 ") })
    #expect(kernels.contains { $0.hasPrefix("linux-6.18 ") })
    let machines = ptsh("machines").output
    #expect(machines.contains("\nx86_64 "))
    #expect(machines.contains("counted as one page"))
  }

  @Test func `writing to a full disk ends with 74`() {
    for arguments in [["--help"], ["kernels"], ["help"]] {
      let result = PtshProcess(arguments: arguments, outputPath: "/dev/full").run()
      #expect(result.status == 74, "\(arguments)")
      #expect(result.errors.contains("no space left on device"))
    }
  }

  @Test func `writing to a closed descriptor or pipe ends with 74`() {
    #expect(PtshProcess.shell("\"$PTSH\" kernels >&-").status == 74)
    let pipe = PtshProcess.shell(
      "{ sleep 0.2; \"$PTSH\" kernels; echo \"$?\" >&2; } | true; sleep 0.5")
    #expect(pipe.errors == "74\n")
  }
}

@Suite("Colour")
struct ColorChoiceTests {
  @Test(arguments: [
    // choice, terminal, environment, coloured
    (ColorChoice.always, false, ["NO_COLOR": "1"], true),
    (.never, true, ["CLICOLOR_FORCE": "1"], false),
    (.auto, true, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], false),
    (.auto, false, ["CLICOLOR_FORCE": "1"], true),
    (.auto, false, ["CLICOLOR_FORCE": "0"], false),
    (.auto, true, ["NO_COLOR": ""], true),
    (.auto, true, ["TERM": "dumb"], false),
    (.auto, true, ["TERM": "xterm"], true),
    (.auto, false, ["TERM": "xterm"], false),
  ])
  func `--color beats NO_COLOR beats CLICOLOR_FORCE beats the terminal`(
    choice: ColorChoice, isTerminal: Bool, environment: [String: String], isColoured: Bool
  ) {
    #expect(choice.decide(isTerminal: isTerminal) { environment[$0] } == isColoured)
  }
}

@Suite("The locale")
struct LocaleTests {
  @Test func `is what the first of LC_ALL, LC_CTYPE and LANG says`() {
    #expect(Locale.isUTF8 { ["LANG": "de_DE.UTF-8"][$0] })
    #expect(Locale.isUTF8 { ["LC_ALL": "", "LC_CTYPE": "C.utf8"][$0] })
    #expect(!Locale.isUTF8 { ["LC_ALL": "C", "LANG": "de_DE.UTF-8"][$0] })
    #expect(!Locale.isUTF8 { _ in nil })
  }
}

@Suite("The worst status")
struct ExitStatusTests {
  @Test func `is, in this order, 70, 130, 74, 66, 65, 1, 4, 0`() {
    let order: [Int32] = [70, 130, 74, 66, 65, 1, 4, 0]
    let cases = order.compactMap(ExitStatus.init)
    #expect(cases.count == order.count)
    for (index, worse) in cases.enumerated() {
      for other in cases[index...] {
        #expect(worse.worse(other) == worse)
        #expect(other.worse(worse) == worse)
      }
    }
  }
}
