extension WarningCode {
  /// One line for lists of codes.
  public var title: String { entry.title }

  /// What `explain` says: the rule, and what to do.
  public var explanation: String { entry.explanation }

  private var entry: (title: String, explanation: String) {
    switch self {
    case .unusedVariable:
      (
        "a variable that nobody reads",
        "The variable gets a value, and nothing asks for it. Often an assertion about it is "
          + "missing. A name that begins with '_' says that this is meant."
      )
    case .unusedParameter:
      (
        "a parameter that nobody reads",
        "What the function or test is given makes no difference to it. The tests that a "
          + "parameter multiplies are then all the same. A name that begins with '_' says that "
          + "this is meant."
      )
    case .unusedLoopVariable:
      (
        "a loop that only counts",
        "The loop goes over a range and never asks for the number: `repeat n { ... }` says just "
          + "that. A name that begins with '_' is passed over."
      )
    case .unusedFunction:
      (
        "a function that nobody calls",
        "No statement calls the function, calls in its own body aside. A file that holds only "
          + "`def`, `let` and `use` is a library: its functions are there for others."
      )
    case .unusedRegion:
      (
        "a region that is never mentioned",
        "`as NAME` names the mapping, and nothing ever asks for it: perhaps an access or an "
          + "assertion is missing; else leave `as NAME` out. In a program with `show`, the names "
          + "are there for the pictures."
      )
    case .unusedFile:
      (
        "a file that nobody maps",
        "Nothing mentions the file. One that is made with `filled` is passed over, because it "
          + "takes up page cache."
      )
    case .unusedSnapshot:
      (
        "a snapshot that is never restored",
        "Nothing goes back to it, yet every change since then is logged for it."
      )
    case .unusedLibrary:
      (
        "a library that is not needed",
        "None of the names of the file, and of those that it uses, is mentioned."
      )
    case .hiddenVariable:
      (
        "a variable that hides another one",
        "The block declares a name that an enclosing block has already. If the outer one should "
          + "change, assign to it: `x = 1` instead of `let x = 1`."
      )
    case .hiddenThing:
      (
        "a variable named like a thing of the world",
        "A process, file or region has the name of the variable. As the target of a statement "
          + "the name is then the region, in an expression the variable."
      )
    case .neverChanged:
      (
        "a `var` that is never changed",
        "Nothing assigns to the variable: `let` says so, and an assignment by mistake is an error."
      )
    case .selfAssignment:
      ("an assignment of a variable to itself", "`x = x` changes nothing.")
    case .unreachable:
      (
        "a statement that is never reached",
        "What stands before it leaves the block in every case: `break`, `continue`, `return`, "
          + "`require false`, or a loop without an end. What follows an unconditional `skip` is "
          + "passed over, because that is how a test is put aside."
      )
    case .constantCondition:
      (
        "a condition that is always the same",
        "The condition is made of constants alone, or one of its sides decides it. `while true` "
          + "is the way to write a loop that `break` leaves, and is passed over; so are names of "
          + "constants, by which scripts are adjusted."
      )
    case .emptyBlock:
      (
        "a block with nothing in it",
        "The block does nothing. A comment inside it says that this is meant."
      )
    case .endlessLoop:
      (
        "a loop without an end",
        "The condition always holds, and nothing in the loop leaves it or ends the test: only "
          + "the limit of steps stops it."
      )
    case .repeatedCondition:
      (
        "a condition that has been asked already",
        "An earlier branch of the same `if` has this condition, so this one never runs."
      )
    case .loopNeverRuns:
      (
        "a loop that never runs",
        "The range is empty, or the number of rounds is not positive. A range counts upwards: for "
          + "10, 9, ... 1 write `range(10, 0, -1)`."
      )
    case .overriddenChoice:
      (
        "a machine or kernel that is replaced at once",
        "Another `machine` or `kernel` of the same block takes its place before anything happens."
      )
    case .constantAssertion:
      (
        "an assertion that can only end one way",
        "No part of the condition depends on what the script did. `assert false`, which says that "
          + "a place should not be reached, is passed over."
      )
    case .comparedWithItself:
      (
        "a comparison of something with itself",
        "Both sides are the same text, and nothing happens between them, so the result is always "
          + "the same. Values from before and after are compared by keeping the first in a variable."
      )
    case .roundedEquality:
      (
        "floats compared for equality",
        "Sums and products of floats are rounded: `0.1 + 0.2 == 0.3` does not hold. Ask whether "
          + "they are near, as in `abs(a - b) < 0.001`, or count in integers."
      )
    case .impossibleSize:
      (
        "a size that can never be equal",
        "The counter is in bytes, and always a whole number of pages; the number it is compared "
          + "with is none. `512 pages` is 512 times the page size."
      )
    case .conditionAsReason:
      (
        "a condition in the place of the reason",
        "After the comma stands the text that a failure shows; it is never checked. Conditions "
          + "are joined by `and`, or asserted one by one."
      )
    case .invariantAtEnd:
      (
        "an invariant with nothing after it",
        "An invariant is checked from its place to the end of the block; here the block ends. "
          + "`assert` says the same, or the invariant belongs further up."
      )
    case .testWithoutAssertions:
      (
        "a test that asserts nothing",
        "The test holds neither `assert`, `require`, `invariant`, `fails` nor `faults`, and nor "
          + "do the functions that it calls: it fails only if the kernel refuses something."
      )
    case .sameTitle:
      (
        "two tests with one name",
        "Reports and `--filter` cannot tell them apart."
      )
    case .failingExpression:
      (
        "an expression that always fails",
        "The expression is made of constants, and working it out is an error: a division by "
          + "zero, a number of more than 64 bits, an index past the end. If its statement runs, it "
          + "ends the test."
      )
    case .refusedCall:
      (
        "a call that is always refused",
        "Every kernel answers EINVAL, whatever happened before: an address or offset in the middle "
          + "of a page, or a length of nothing. If that is the point, say `fails EINVAL`."
      )
    case .unknownAllowance:
      (
        "a comment that allows a code that does not exist",
        "`# allow CODE` names warnings by their codes, PT1201 and so on."
      )
    case .errorAllowed:
      (
        "a comment that allows an error",
        "Only warnings can be allowed: a script with errors does not run."
      )
    case .unneededAllowance:
      (
        "a comment that silences nothing",
        "The line does not give rise to the warning that the comment allows. `# allow CODE` at the "
          + "end of a line concerns that line; on a line of its own it concerns the next one that "
          + "is not blank and holds more than a comment."
      )
    case .tooManyWarnings:
      (
        "too many warnings",
        "Five hundred warnings about a script and what it uses are told; the rest are not."
      )
    }
  }
}
