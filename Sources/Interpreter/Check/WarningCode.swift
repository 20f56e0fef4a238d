import PTLang

/// The codes of what `ptsh check` finds in scripts that run: things that can hardly be meant. They
/// are stable: a code is never used for something else.
public enum WarningCode: String, Hashable, Sendable, CaseIterable {
  // Names.
  case unusedVariable = "PT1201"
  case unusedParameter = "PT1202"
  case unusedLoopVariable = "PT1203"
  case unusedFunction = "PT1204"
  case unusedRegion = "PT1205"
  case unusedFile = "PT1206"
  case unusedSnapshot = "PT1207"
  case unusedLibrary = "PT1208"
  case hiddenVariable = "PT1209"
  case hiddenThing = "PT1210"
  case neverChanged = "PT1211"
  case selfAssignment = "PT1212"

  // The order in which things run.
  case unreachable = "PT1220"
  case constantCondition = "PT1221"
  case emptyBlock = "PT1222"
  case endlessLoop = "PT1223"
  case repeatedCondition = "PT1224"
  case loopNeverRuns = "PT1225"
  case overriddenChoice = "PT1226"

  // Assertions.
  case constantAssertion = "PT1230"
  case comparedWithItself = "PT1231"
  case roundedEquality = "PT1232"
  case impossibleSize = "PT1233"
  case conditionAsReason = "PT1234"
  case invariantAtEnd = "PT1235"

  // Tests.
  case testWithoutAssertions = "PT1240"
  case sameTitle = "PT1241"

  // What always goes wrong.
  case failingExpression = "PT1250"
  case refusedCall = "PT1251"

  // Comments that allow warnings.
  case unknownAllowance = "PT1290"
  case errorAllowed = "PT1291"
  case unneededAllowance = "PT1292"

  case tooManyWarnings = "PT1299"

  /// A comment can silence it. What is wrong with such comments is told in any case.
  var canBeAllowed: Bool {
    switch self {
    case .unknownAllowance, .errorAllowed, .unneededAllowance, .tooManyWarnings: false
    default: true
    }
  }
}

extension Diagnostic {
  init(
    _ code: WarningCode, _ message: String, _ range: SourceRange, notes: [Note] = [],
    hint: String? = nil
  ) {
    self.init(
      code: code.rawValue, severity: .warning, message: message, range: range, notes: notes,
      hint: hint)
  }
}
