/// How the modelled kernel says no.
public enum Refusal: Error, Hashable, Sendable {
  /// A system call was refused.
  case errno(Errno)
  /// An access faulted fatally at this address; SIGKILL: no memory was left, and the process is
  /// killed.
  case signal(Signal, at: VirtualAddress)
  /// The model does not (yet) know what the kernel would do; the phrase names what is missing.
  case notModelled(String)
}

/// The error numbers that the modelled system calls return.
public enum Errno: String, Hashable, Sendable, CaseIterable {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case EACCES, EAGAIN, EBADF, EBUSY, EEXIST, EFAULT, EFBIG, EINVAL, ENODEV, ENOENT, ENOMEM
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case ENOSPC, EOVERFLOW, EPERM
}

/// The signals by which a fatal fault ends.
public enum Signal: String, Hashable, Sendable, CaseIterable {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case SIGSEGV, SIGBUS, SIGKILL
}
