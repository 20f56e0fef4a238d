internal import CLineShim
import Glibc

/// Writes to standard output, past its buffer; false with `errno` set if that fails.
@discardableResult
func writeAll(_ text: String, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
  // libedit writes through the buffer: its part comes first.
  if descriptor == STDOUT_FILENO { le_flush() }
  return writeAll(Array(text.utf8), to: descriptor)
}

/// Writes bytes, in one call if the system takes them.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes {
      write(descriptor, $0.baseAddress! + written, $0.count - written)
    }
    if count >= 0 {
      written += count
    } else if errno == EAGAIN {
      var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      poll(&wait, 1, 1000)
    } else if errno != EINTR {
      return false
    }
  }
  return true
}
