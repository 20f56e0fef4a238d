/// Where a report goes, and how its text is dressed.
struct ReportOutput {
  let stream: OutputStream
  let style: Style

  func say(_ line: String = "") { stream.writeLine(line) }
}

/// The reports of a run, each with its output.
struct Reports {
  var recorders: [any Recorder] = []
  /// The files that are written to, with their names.
  private var files: [(path: String, stream: OutputStream)] = []
  private let console: Console

  /// Opens what is asked for. Without a report on standard output there is one for people on a
  /// terminal, and TAP elsewhere.
  ///
  /// - Throws: the path that cannot be written to, and why.
  init(
    _ requests: [ReportRequest], console: Console, isQuiet: Bool
  ) throws(OutputFailure) {
    self.console = console
    let standardOutput = ReportOutput(stream: console.standardOutput, style: console.style)
    var requests = requests
    if !requests.contains(where: { $0.path == nil }) {
      let isTerminal = console.standardOutput.isTerminal
      requests.insert(ReportRequest(format: isTerminal ? .pretty : .tap, path: nil), at: 0)
    }
    for request in requests {
      var output = standardOutput
      if let path = request.path {
        do throws(SystemError) {
          output = ReportOutput(stream: try OutputStream(path: path), style: .plain)
        } catch {
          throw OutputFailure(path: path, phrase: error.phrase)
        }
        files.append((path, output.stream))
      }
      recorders.append(Self.recorder(request.format, output, isQuiet: isQuiet))
    }
  }

  private static func recorder(
    _ format: ReportFormat, _ output: ReportOutput, isQuiet: Bool
  ) -> any Recorder {
    switch format {
    case .pretty: PrettyRecorder(output: output, isQuiet: isQuiet)
    case .tap: TAPRecorder(output: output)
    case .junit: JUnitRecorder(output: output)
    case .json: JSONRecorder(output: output)
    }
  }

  /// Writes what is buffered; says which file could not take it.
  func finish() -> ExitStatus {
    var status = ExitStatus.passed
    for (path, stream) in files {
      stream.flush()
      guard let failure = stream.failure else { continue }
      console.complain(OutputFailure(path: path, phrase: failure.phrase).text)
      status = .cannotWrite
    }
    return status
  }
}

/// A report that cannot be written.
struct OutputFailure: Error {
  let path: String
  let phrase: String

  var text: String { "ptsh: cannot write \(Printable.escape(path)): \(phrase)" }
}
