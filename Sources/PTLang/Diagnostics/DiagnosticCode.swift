/// The codes of everything that PTLang itself reports. They are stable: a code is never used for
/// something else.
public enum DiagnosticCode: String, Hashable, Sendable, CaseIterable {
  // Lexical.
  case invalidEncoding = "PT0101"
  case unexpectedCharacter = "PT0102"
  case malformedNumber = "PT0103"
  case unknownSuffix = "PT0104"
  case literalOverflow = "PT0105"
  case unterminatedString = "PT0106"
  case unknownEscape = "PT0107"
  case fileTooLarge = "PT0108"

  // Syntax.
  case expectedExpression = "PT0201"
  case expectedToken = "PT0202"
  case expectedName = "PT0203"
  case unclosed = "PT0204"
  case expectedStatementEnd = "PT0205"
  case unknownStatement = "PT0206"
  case nestedTooDeeply = "PT0207"
  case tooManyErrors = "PT0208"
  case notAssignable = "PT0209"
  case notASubject = "PT0210"

  // Names.
  case reservedName = "PT0301"
  case ambiguousName = "PT0302"

  // Forms.
  case clauseNotAllowed = "PT0401"
  case repeatedClause = "PT0402"
  case missingPart = "PT0403"
  case clausesExclude = "PT0404"
  case addressWithoutLength = "PT0405"
  case expressionAlone = "PT0406"
  case misplacedSetup = "PT0407"
  case misplacedJump = "PT0408"
  case misplacedTest = "PT0409"
  case misplacedUse = "PT0410"
  case misplacedMeasure = "PT0411"
  case unknownWord = "PT0412"
  case wrongExpectation = "PT0413"
  case badParameter = "PT0414"
  case notAString = "PT0415"
  case inclusiveAddressRange = "PT0416"
}
