import Glibc

/// Where everything that `ptsh` says goes: results to standard output, complaints about the
/// command line, files and wrong scripts to standard error.
final class Console {
  let standardOutput = OutputStream(descriptor: 1)
  private let standardError = OutputStream(descriptor: 2)
  let style: Style
  let errorStyle: Style

  init(color: ColorChoice = .auto) {
    let usesUnicode = Locale.isUTF8
    style = Style(
      usesColor: color.decide(isTerminal: standardOutput.isTerminal), usesUnicode: usesUnicode)
    errorStyle = Style(
      usesColor: color.decide(isTerminal: standardError.isTerminal), usesUnicode: usesUnicode)
  }

  /// Columns for the result: those of the terminal, else 100.
  var width: Int { standardOutput.width ?? 100 }

  /// A file that the result goes to for now.
  private var redirection: (path: String, stream: OutputStream)?

  /// A line of the result.
  func say(_ text: String = "") {
    (redirection?.stream ?? standardOutput).writeLine(text)
  }

  /// Nobody reads the result any more.
  var isLost: Bool { standardOutput.failure != nil }

  /// Sends the result to a file, made or emptied, from here on.
  ///
  /// - Returns: why not.
  func redirect(to path: String) -> OutputFailure? {
    do throws(SystemError) {
      redirection = (path, try ReportOutput.file(path).stream)
      return nil
    } catch {
      return OutputFailure(path: path, phrase: error.phrase)
    }
  }

  /// Back to standard output.
  ///
  /// - Returns: why the file has not got everything.
  func endRedirection() -> OutputFailure? {
    guard let (path, stream) = redirection else { return nil }
    redirection = nil
    stream.flush()
    return stream.failure.map { OutputFailure(path: path, phrase: $0.phrase) }
  }

  /// A complaint, after everything said so far.
  func complain(_ text: String) {
    standardOutput.flush()
    standardError.writeLine(text)
    standardError.flush()
  }

  /// Writes what is buffered: nothing more comes for a while.
  func flush() { standardOutput.flush() }

  /// Writes what is buffered. A stream that could not take it makes the status at least
  /// `cannotWrite`; the reason is told where it still can be, but a closed pipe is told to nobody:
  /// whoever closed it has seen enough.
  func finish(_ status: ExitStatus) -> ExitStatus {
    standardOutput.flush()
    if let failure = standardOutput.failure, failure.number != EPIPE {
      complain("ptsh: cannot write to standard output: \(failure.phrase)")
    }
    standardError.flush()
    let isLost = standardOutput.failure != nil || standardError.failure != nil
    return isLost ? status.worse(.cannotWrite) : status
  }
}
