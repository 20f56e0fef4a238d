/// The codes of everything that the interpreter reports. They are stable: a code is never used for
/// something else. Those of the parser are PTLang's `DiagnosticCode`.
public enum RunCode: String, Hashable, Sendable, CaseIterable {
  // Names.
  case unknownName = "PT0310"
  case unknownMember = "PT0311"
  case unknownFunction = "PT0312"
  case alreadyDeclared = "PT0313"
  case notAssignable = "PT0314"
  case worldNameIsVariable = "PT0315"
  case includeFailed = "PT0316"
  case includeCycle = "PT0317"
  case unknownMachineOrKernel = "PT0318"
  case unknownKnob = "PT0319"

  // Forms.
  case libraryStatement = "PT0430"
  case argumentCount = "PT0431"
  case notConstant = "PT0432"
  case nestedFunction = "PT0434"
  case tooLarge = "PT0433"
  case badKnob = "PT0435"

  // Values and limits.
  case overflow = "PT0501"
  case divisionByZero = "PT0502"
  case shiftRange = "PT0503"
  case wrongType = "PT0504"
  case indexRange = "PT0505"
  case nilValue = "PT0506"
  case notThereYet = "PT0507"
  case processGone = "PT0508"
  case nameTaken = "PT0509"
  case noCurrentProcess = "PT0510"
  case stepLimit = "PT0511"
  case callDepth = "PT0512"
  case valueLimit = "PT0513"
  case processLimit = "PT0514"
  case placement = "PT0515"
  case familyRegion = "PT0516"
  case badValue = "PT0517"
  case takenBack = "PT0518"
  case noSuchWorld = "PT0519"
  case historyLimit = "PT0520"

  // Outcomes.
  case assertionFailed = "PT0601"
  case requirementFailed = "PT0602"
  case invariantBroken = "PT0603"
  case refused = "PT0604"
  case succeeded = "PT0605"
  case otherOutcome = "PT0606"
  case defect = "PT0690"

  case notModelled = "PT0701"
}
