import Glibc

/// Notices that files have changed, come or gone.
struct FileWatch {
  private var states: [String: State] = [:]

  /// What is looked at of a file.
  private struct State: Equatable {
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int
  }

  /// The files as they are now.
  init(_ paths: some Sequence<String>) {
    for path in paths {
      var information = stat()
      guard stat(path, &information) == 0 else { continue }
      states[path] = State(
        inode: UInt(information.st_ino), size: Int(information.st_size),
        seconds: information.st_mtim.tv_sec, nanoseconds: information.st_mtim.tv_nsec)
    }
  }

  /// Waits until the files that `paths` finds are others than these, or a stop is asked for.
  func waitForChange(_ paths: () -> Set<String>) {
    while !StopRequest.isPending {
      usleep(Self.pause)
      if FileWatch(paths()).states != states { return }
    }
  }

  private static let pause: UInt32 = 200_000
}
