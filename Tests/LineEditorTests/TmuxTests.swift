import Glibc
import PtyHarness
import Testing

/// What only a screen shows.
@Suite(.serialized) struct TmuxTests {
  static let hasTmux = access("/usr/bin/tmux", X_OK) == 0

  /// Waits for what the screen shows, in a script of its own: `Tests/Support/screen.sh`.
  @Test(.enabled(if: hasTmux, "tmux is missing: what a screen shows is not looked at"))
  func `A screen shows wrapped rows, lists, searches and tall blocks, also after a resize`() throws
  {
    let folder = Folder()
    let script = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let terminal = try Terminal(
      "/bin/bash", ["/\(script)/Support/screen.sh", Scene.program, folder.path],
      environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm"])
    try terminal.expectExit(0, timeout: 120)
    #expect(terminal.output.contains("all seen"))
  }
}
