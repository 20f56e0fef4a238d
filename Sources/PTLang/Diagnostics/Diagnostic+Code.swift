extension Diagnostic {
  init(
    _ code: DiagnosticCode, _ message: String, _ range: SourceRange, notes: [Note] = [],
    hint: String? = nil
  ) {
    self.init(code: code.rawValue, message: message, range: range, notes: notes, hint: hint)
  }
}
