import Glibc
import Interpreter

/// Reads scripts from the host's files, within bounds.
enum ScriptReader {
  /// Larger files are refused.
  static let byteLimit = 64 << 20

  enum Failure: Error, Equatable {
    case cannotRead(String)
    case interrupted

    /// Why not, as a phrase.
    var phrase: String {
      switch self {
      case .cannotRead(let phrase): phrase
      case .interrupted: "interrupted"
      }
    }
  }

  /// The bytes of a file.
  static func read(path: String) -> Result<[UInt8], Failure> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let error = SystemError.current
      return .failure(error.number == EINTR ? .interrupted : .cannotRead(phrase(error)))
    }
    defer { close(descriptor) }
    return read(descriptor: descriptor)
  }

  /// Standard input to its end.
  static func readStandardInput() -> Result<[UInt8], Failure> { read(descriptor: 0) }

  /// For the interpreter: an included file.
  static func readIncluded(path: String) -> Result<[UInt8], ReadFailure> {
    read(path: path).mapError { ReadFailure(text: $0.phrase) }
  }

  private static func read(descriptor: Int32) -> Result<[UInt8], Failure> {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        let error = SystemError.current
        if error.number != EINTR { return .failure(.cannotRead(phrase(error))) }
        if StopRequest.isInterrupted { return .failure(.interrupted) }
      } else if count == 0 {
        return .success(bytes)
      } else {
        guard bytes.count + count <= byteLimit else {
          return .failure(.cannotRead("larger than \(byteLimit >> 20) MiB"))
        }
        bytes.append(contentsOf: chunk[..<count])
      }
    }
  }

  private static func phrase(_ error: SystemError) -> String {
    error.number == ENOENT ? "no such file" : error.phrase
  }
}
