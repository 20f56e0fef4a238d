/// The stable codes of the diagnostics that the interpreter makes.
enum RunCode: String, CaseIterable {
  // Names.
  case unknownName = "PT0301"
  case unknownMember = "PT0302"
  case unknownFunction = "PT0303"
  case alreadyDeclared = "PT0304"
  case notAssignable = "PT0305"
  case worldNameIsVariable = "PT0306"
  case reservedName = "PT0307"
  case includeFailed = "PT0308"
  case includeCycle = "PT0309"
  case unknownMachineOrKernel = "PT0310"
  case unknownKnob = "PT0311"

  // Forms.
  case uselessExpression = "PT0401"
  case outsideLoop = "PT0402"
  case outsideFunction = "PT0403"
  case libraryStatement = "PT0404"
  case afterFirstTest = "PT0405"
  case misplaced = "PT0406"
  case argumentCount = "PT0407"
  case notConstant = "PT0408"
  case unknownOutcome = "PT0409"
  case needsLength = "PT0410"
  case tooLarge = "PT0411"
  case badWord = "PT0412"

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
