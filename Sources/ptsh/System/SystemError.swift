import Glibc

/// An error number of the host, as a phrase in lower case: `no such file or directory`.
struct SystemError: Error, Equatable {
  let number: Int32

  static var current: SystemError { SystemError(number: errno) }

  var phrase: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    let end = buffer.firstIndex(of: 0) ?? buffer.endIndex
    let text = String(decoding: buffer[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
