internal import CLineShim
import Glibc

/// The user's editor: `$VISUAL`, else `$EDITOR`, else `vi`.
public enum ExternalEditor {
  public enum Outcome: Equatable, Sendable {
    case text(String)
    /// One phrase.
    case failed(String)
  }

  /// Lets the user edit a text in a temporary file and waits for the end of it.
  ///
  /// The terminal must be as programs expect it: not inside a `read`.
  /// - Parameter fileExtension: of the temporary file, with its dot, for the editor's colours.
  /// - Returns: the text without line ends after it, control characters made harmless; a failure
  ///   if the editor cannot be started or reports one.
  public static func edit(_ text: String, fileExtension: String = "") -> Outcome {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/edit-XXXXXX\(fileExtension)".utf8CString)
    let descriptor = mkstemps(&template, Int32(fileExtension.utf8.count))
    guard descriptor >= 0 else {
      return .failed("no temporary file in '\(folder)': \(String(cString: strerror(errno)))")
    }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let isWritten = writeAll(Array((text + "\n").utf8), to: descriptor)
    guard close(descriptor) == 0, isWritten else {
      return .failed("cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
    let status = run(path)
    guard status == 0 else { return .failed("the editor failed with status \(status)") }
    guard let bytes = SmallFile.read(path, limit: KeyDecoder.pasteLimit) else {
      return .failed("cannot read '\(path)'")
    }
    return .text(PastedText.harmless(bytes))
  }

  /// The exit status; -1 if it cannot be started, 128 and the number if a signal ended it.
  private static func run(_ path: String) -> Int32 {
    // The variable may hold arguments, so the shell takes it apart.
    let words = ["sh", "-c", "exec ${VISUAL:-${EDITOR:-vi}} \"$1\"", "sh", path]
    let arguments = words.map { strdup($0) } + [nil]
    defer {
      for word in arguments { free(word) }
    }

    // Keys of the editor are not ours.
    var ignore = sigaction()
    ignore.__sigaction_handler.sa_handler = SIG_IGN
    var oldInterrupt = sigaction()
    var oldQuit = sigaction()
    sigaction(SIGINT, &ignore, &oldInterrupt)
    sigaction(SIGQUIT, &ignore, &oldQuit)
    defer {
      sigaction(SIGINT, &oldInterrupt, nil)
      sigaction(SIGQUIT, &oldQuit, nil)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    var process: pid_t = 0
    guard posix_spawn(&process, "/bin/sh", nil, &attributes, arguments, le_environment()) == 0
    else {
      return -1
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    let number = status & 0x7F
    return number == 0 ? status >> 8 & 0xFF : 128 + number
  }
}
