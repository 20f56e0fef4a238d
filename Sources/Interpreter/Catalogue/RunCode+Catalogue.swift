extension RunCode {
  /// One line for lists of codes.
  public var title: String { entry.title }

  /// What `explain` says: the rule, and what to do.
  public var explanation: String { entry.explanation }

  private var entry: (title: String, explanation: String) {
    switch self {
    case .unknownName:
      (
        "a name that nothing has",
        "Names of variables are known from their declaration to the end of the block. "
          + "Processes, families, files and regions are known everywhere if any statement of "
          + "the program creates them."
      )
    case .unknownMember:
      (
        "a member that does not exist",
        "The value before the dot has no such property. `ptsh explain` lists what can be "
          + "asked of the world, a process, a file and a region."
      )
    case .unknownFunction:
      (
        "a function that does not exist",
        "Functions are the built-in ones and those that a `def` of an enclosing block "
          + "makes."
      )
    case .alreadyDeclared:
      (
        "a name declared twice",
        "A block declares a variable or function once. An inner block may use the name "
          + "again; it hides the outer one there."
      )
    case .notAssignable:
      (
        "an assignment to what cannot be assigned",
        "`let` names a value for good. Declare with `var` what changes. Processes, files "
          + "and regions are no variables."
      )
    case .worldNameIsVariable:
      (
        "a thing of the world named like a variable",
        "Processes, files and regions are reached by name from anywhere, so their names may "
          + "not be those of variables in scope."
      )
    case .includeFailed:
      (
        "a file that cannot be read",
        "The path after `use` is relative to the file that says it."
      )
    case .includeCycle:
      (
        "a file that uses itself",
        "A file is used by itself, directly or through others. Move what both need to a "
          + "third file."
      )
    case .unknownMachineOrKernel:
      (
        "an unknown machine or kernel",
        "`ptsh machines` and `ptsh kernels` list what there is."
      )
    case .unknownKnob:
      (
        "an unknown knob",
        "Machines have the knobs `memory`, `lowmem` (32-bit machines) and `swap`; `ptsh "
          + "explain` with the name of a kernel lists its knobs."
      )
    case .libraryStatement:
      (
        "a statement that a library cannot have",
        "A file that another one uses holds only `def`, `let` and `use` at its top level."
      )
    case .argumentCount:
      (
        "too few or too many arguments",
        "The function takes another number of arguments. Parameters with a default value "
          + "may be left out."
      )
    case .notConstant:
      (
        "a value that is not known without running",
        "Titles, tags and the lists of the parameters of a test are worked out before "
          + "anything runs: literals, ranges, strings, constants of the top level and "
          + "arithmetic on them."
      )
    case .tooLarge:
      (
        "a program that is too large",
        "A function holds at most 60000 values at a time; a comparison has at most 1000 "
          + "kernels."
      )
    case .nestedFunction:
      (
        "a function inside a function",
        "`def` may stand in any block outside other functions."
      )
    case .badKnob:
      (
        "a value that a knob does not have",
        "The knob has words or a range of numbers of its own; the message names them."
      )
    case .overflow:
      (
        "a number too large for 64 bits",
        "Integers are signed and have 64 bits; a result that does not fit is an error, "
          + "never a wrap."
      )
    case .divisionByZero:
      (
        "a division by zero",
        "`/`, `//` and `%` need a divisor other than zero."
      )
    case .shiftRange:
      (
        "a shift that is too far",
        "A shift is by 0 to 63 bits."
      )
    case .wrongType:
      (
        "a value of the wrong kind",
        "The operator, clause or function does not go with such a value; the message says "
          + "what it got."
      )
    case .indexRange:
      (
        "an index out of range",
        "Elements are counted from 0, or from -1 backwards. The members of a family have "
          + "the numbers that they were declared with."
      )
    case .nilValue:
      (
        "nothing where something is needed",
        "nil is what `p.value(ADDR)`, `p.frame(ADDR)` and the like say where nothing is; it "
          + "has no members."
      )
    case .notThereYet:
      (
        "a name whose thing does not exist yet",
        "Some statement of the program creates it, but none that has run so far; or it "
          + "went, as the regions of a process go with `exec`."
      )
    case .processGone:
      (
        "a process that has exited",
        "Of a process that has exited only `alive` can be asked. Accesses that run out of "
          + "memory end the process."
      )
    case .nameTaken:
      (
        "a name that is taken",
        "A living process, a family or a file has the name already."
      )
    case .noCurrentProcess:
      (
        "no process to act",
        "Statements act on the current process. `spawn` makes one; `p2:` names another one."
      )
    case .stepLimit:
      (
        "too many steps",
        "Loop rounds, calls, statements and large copies are counted, so that no script "
          + "runs for ever. `--max-steps` changes the limit."
      )
    case .callDepth:
      (
        "calls nested too deeply",
        "A function that calls itself must come to an end."
      )
    case .valueLimit:
      (
        "too much room for values",
        "Strings, lists and records that are still in use take more room than the limit "
          + "allows."
      )
    case .processLimit:
      (
        "too many processes",
        "The limit counts processes that are alive, threads included."
      )
    case .placement:
      (
        "machine, kernel or compare too late",
        "`machine`, `kernel` and `compare` come before the first process, `machine` also "
          + "before the first file."
      )
    case .familyRegion:
      (
        "a region of a family",
        "With a family current each of its processes has a region of that name: say which, "
          + "as in `p[1].buf`."
      )
    case .badValue:
      (
        "a value that makes no sense here",
        "The value is of the right kind, but outside of what the statement allows; the "
          + "message says what that is."
      )
    case .takenBack:
      (
        "something that has been taken back",
        "A variable keeps its value when `whatif` ends or `restore` puts the world back. If "
          + "the process, family or file that it stands for was made after the point gone back "
          + "to, it stands for nothing, also when another one has the same name since. Ask for "
          + "the new one by its name."
      )
    case .noSuchWorld:
      (
        "a snapshot out of reach",
        "A snapshot belongs to the world: it goes when the world is put back to before it "
          + "was taken, by `restore` or at the end of the `whatif` that it was taken in. Inside "
          + "a `whatif`, only snapshots taken inside it can be restored."
      )
    case .historyLimit:
      (
        "too many changes to go back",
        "While a snapshot exists or a `whatif` runs, every change of the world is logged. "
          + "Snapshots that are taken again in shorter intervals do not make the log shorter: "
          + "it begins at the oldest one. `--max-history` changes the limit."
      )
    case .assertionFailed:
      (
        "an assertion that does not hold",
        "The values of its parts stand under the source line. The run goes on after "
          + "`assert`."
      )
    case .requirementFailed:
      (
        "a requirement that does not hold",
        "`require` ends the test at once."
      )
    case .invariantBroken:
      (
        "an invariant that no longer holds",
        "The note names the statement after which it did not hold any more. It is told "
          + "again only after it has held in between."
      )
    case .refused:
      (
        "a call or access that the kernel refused",
        "The modelled kernel refused the call, or the access faulted. If that is what "
          + "should happen, say so with `fails` or `faults`."
      )
    case .succeeded:
      (
        "a success where a refusal was expected",
        "The statement says `fails` or `faults`, and the kernel did what was asked."
      )
    case .otherOutcome:
      (
        "another refusal than the expected one",
        "The kernel refused for another reason, or the fault was elsewhere."
      )
    case .defect:
      (
        "a defect of ptsh",
        "An invariant of the model is broken. This is a bug in ptsh and never one of a "
          + "script."
      )
    case .notModelled:
      (
        "something that is not modelled yet",
        "The language knows it; the chosen kernel of this version does not."
      )
    }
  }
}
