import Glibc

/// The built program, run as a process of its own.
struct PtshProcess {
  var arguments: [String] = []
  /// Added to `LC_ALL=C.UTF-8` and nothing else.
  var environment: [String: String] = [:]
  var input: [UInt8] = []
  /// Where standard output goes instead of being collected.
  var outputPath: String?
  var directory: Directory?
  var timeout: Double = 60

  struct Result {
    /// The exit status; 128 and the signal's number if a signal ended it; -1 after the timeout.
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs `ptsh` with these arguments and waits for it.
  func run() -> Result {
    let scratch = Directory()
    scratch.write("in", input)
    let process = start(
      input: scratch.path("in"), output: outputPath ?? scratch.path("out"),
      errors: scratch.path("err"))
    let status = Self.wait(for: process, timeout: timeout)
    return Result(
      status: status, output: scratch.read("out"), errors: scratch.read("err"))
  }

  /// Starts `ptsh` through the shell, so that redirections are the shell's business.
  func start(input: String, output: String, errors: String) -> pid_t {
    // Signals as in a fresh shell: a test runner may ignore some.
    let script =
      (directory.map { "cd '\($0.root)' && " } ?? "")
      + "exec \"$0\" \"$@\" <'\(input)' >'\(output)' 2>'\(errors)'"
    return Self.spawn(["/bin/sh", "-c", script, Self.executable] + arguments, environment)
  }

  /// Runs a shell command in which `$PTSH` is the program; for pipes and signals.
  static func shell(_ command: String, timeout: Double = 60) -> Result {
    let scratch = Directory()
    let script =
      "exec </dev/null >'\(scratch.path("out"))' 2>'\(scratch.path("err"))'; \(command)"
    let process = spawn(["/bin/bash", "-c", script], ["PTSH": executable])
    let status = wait(for: process, timeout: timeout)
    return Result(status: status, output: scratch.read("out"), errors: scratch.read("err"))
  }

  /// `ptsh`, beside the test bundle.
  static let executable: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(
      decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The runner may be the test bundle itself, or a tool of the toolchain that was given it.
    for path in [own] + CommandLine.arguments {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      for depth in 0..<4 where folder.count > depth {
        let candidate = (folder.dropLast(depth) + ["ptsh"]).joined(separator: "/")
        var information = stat()
        if stat(candidate, &information) == 0, information.st_mode & S_IFMT == S_IFREG {
          return candidate
        }
      }
    }
    preconditionFailure("no ptsh beside \(own)")
  }()

  private static func spawn(_ words: [String], _ environment: [String: String]) -> pid_t {
    var all = ["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TERM": "xterm"]
    all.merge(environment) { _, new in new }
    let argv = words.map { strdup($0) } + [nil]
    let envp = all.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for text in argv + envp { free(text) }
    }
    var process: pid_t = 0
    let error = posix_spawn(&process, words[0], nil, nil, argv, envp)
    precondition(error == 0, "cannot start \(words[0]): error \(error)")
    return process
  }

  static func wait(for process: pid_t, timeout: Double) -> Int32 {
    var status: Int32 = 0
    let steps = Int(timeout / 0.005)
    for _ in 0..<steps {
      if waitpid(process, &status, WNOHANG) == process {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
      }
      usleep(5000)
    }
    kill(process, SIGKILL)
    waitpid(process, &status, 0)
    return -1
  }
}

extension PtshProcess {
  /// Makes a symbolic link.
  static func link(_ target: String, at path: String) {
    precondition(symlink(target, path) == 0, "cannot link \(path)")
  }

  /// Whether a shell command succeeds here.
  static func succeeds(_ command: String) -> Bool { shell(command).status == 0 }
}
