extension DiagnosticCode {
  /// One line for lists of codes.
  public var title: String { entry.title }

  /// What `explain` says: the rule, and what to do.
  public var explanation: String { entry.explanation }

  private var entry: (title: String, explanation: String) {
    switch self {
    case .invalidEncoding:
      (
        "bytes that are not UTF-8",
        "Scenario files are UTF-8. The marked bytes are not; an editor set to another encoding "
          + "may have written them."
      )
    case .unexpectedCharacter:
      (
        "a character that begins nothing",
        "Outside strings and comments only ASCII letters, digits and the operators of the "
          + "language stand. A '\\' continues a line only as its last character."
      )
    case .malformedNumber:
      (
        "a number that is none",
        "Integers are written 42, 0x4000_0000, 0b1010, 0o17 and 1_000, floats 0.5 and 1e6. A size "
          + "with a fraction, as 1.5G, must come out as a whole number of bytes. A leading zero is "
          + "refused, because it means octal to some and nothing to others."
      )
    case .unknownSuffix:
      (
        "a size suffix that does not exist",
        "A size ends in K, M, G, T or P, or in KiB, MiB, GiB, TiB or PiB, which mean the same: "
          + "powers of 1024. There is no KB, because it would be read as 1000 by some."
      )
    case .literalOverflow:
      (
        "a number that does not fit",
        "Integers are signed and have 64 bits: from -9223372036854775808 to 9223372036854775807. "
          + "Floats are 64-bit IEEE numbers."
      )
    case .unterminatedString:
      (
        "a string without an end",
        "A string ends with '\"' on the line on which it begins. A line end inside it is written "
          + "\\n."
      )
    case .unknownEscape:
      (
        "an escape that does not exist",
        "The escapes are \\n \\t \\r \\0 \\\" \\\\ \\{ and \\u{1F600}. A backslash itself is "
          + "written \\\\."
      )
    case .fileTooLarge:
      (
        "a file that is too large",
        "A file may have a GiB, and a million statements, expressions and comments."
      )
    case .expectedExpression:
      (
        "an expression is missing",
        "A value was expected here: a number, a string, a name, a call, or something in "
          + "brackets. A word that begins a statement is no value; `not` binds weaker than a "
          + "comparison and stands in parentheses on its right side."
      )
    case .expectedToken:
      (
        "something else was expected",
        "The statement cannot go on like this. The message says what would be understood here."
      )
    case .expectedName:
      (
        "a name is missing",
        "A name was expected here: a letter or '_', then letters, digits and '_'. Machines and "
          + "kernels have names of letters, digits, '_', '.' and '-'."
      )
    case .unclosed:
      (
        "a bracket that is never closed",
        "The text ends while a '{', '(' or '[' is open. The note shows where it was opened; the "
          + "missing bracket may belong much further up than the end."
      )
    case .expectedStatementEnd:
      (
        "something follows a complete statement",
        "A statement ends with its line or with ';'. After a '}' the next statement needs a new "
          + "line or ';' too. Inside '( )' and '[ ]' and after an operator or a comma a statement "
          + "goes on on the next line."
      )
    case .unknownStatement:
      (
        "a statement that does not exist",
        "A statement begins with one of its words (`mmap`, `assert`, `let`, ...), with a subject "
          + "and ':', or with what is assigned to or called."
      )
    case .nestedTooDeeply:
      (
        "nested too deeply",
        "Blocks and expressions nest 256 deep, the operators of one long sum counted too. Name "
          + "parts with `let`, or use a list and `sum`."
      )
    case .tooManyErrors:
      (
        "too many errors",
        "Fifty errors are reported; the first few usually explain the others."
      )
    case .notAssignable:
      (
        "something that cannot be assigned to",
        "Only a variable (`x = 1`) or an element of one (`xs[i] = 1`) is assigned to. What belongs "
          + "to the world changes by statements. Values are compared with `==`."
      )
    case .notASubject:
      (
        "something before ':' that is no process",
        "Before ':' stands who runs the statement: a process, a family, a slice of one, or a list "
          + "of processes. ':' has no other use."
      )
    case .reservedName:
      (
        "a name that is a word of the language",
        "Words that begin a statement, and the operators `and or not in`, `true false nil`, name "
          + "nothing: a statement that begins with such a name could not be read."
      )
    case .ambiguousName:
      (
        "a name that means something else beside a process, file or region",
        "A region, process or file stands beside clauses (`at`, `len`, `shared`) and beside "
          + "counters and properties (`rss`, `pagetables`, `start`), and has none of their names. "
          + "Variables may: in a statement that has the clause, `(at)` means the variable."
      )
    case .clauseNotAllowed:
      (
        "a clause that the statement does not take",
        "Every verb has its own clauses; the hint lists them."
      )
    case .repeatedClause:
      ("a clause given twice", "Each clause stands at most once in a statement.")
    case .missingPart:
      (
        "a part of the statement is missing",
        "The statement needs what the message names; the hint shows its form."
      )
    case .clausesExclude:
      (
        "clauses that exclude each other",
        "Each of the two says the same thing in another way: `shared` or `private`, `at` and "
          + "`len` or `page` or `pages`, `at` or `fixed`, `every` or `random`, an operand or its "
          + "clause."
      )
    case .addressWithoutLength:
      (
        "an address without a length",
        "`munmap`, `mprotect` and the other calls on ranges take a region, which has a length, a "
          + "range of addresses `A..<B`, or an address with `len`. Only accesses take an address "
          + "alone: it is one page."
      )
    case .expressionAlone:
      (
        "an expression that does nothing",
        "In a file an expression alone is a call. A condition is checked with `assert`, a value "
          + "is shown with `print`. At the prompt an expression alone prints its value."
      )
    case .misplacedSetup:
      (
        "`machine`, `kernel` or `compare` too late",
        "`machine` and `kernel` come before the first process, `machine` before the first file "
          + "too: memory and page tables are laid out for them. `compare` starts worlds of its "
          + "own and needs one without processes. A test begins with what its file's setup made."
      )
    case .misplacedJump:
      (
        "`break`, `continue` or `return` with nothing to leave",
        "`break` and `continue` belong to a loop, `return` to a function, and none of them leaves "
          + "`measure`, `whatif` or `compare`, which have something to do at their end."
      )
    case .misplacedTest:
      (
        "a test, or something beside tests, in the wrong place",
        "`test` stands at the top level of a file. What stands before the first test is set up "
          + "for each; after it only `test`, `def`, `let` and `use` may stand at the top level, "
          + "because nothing else would run."
      )
    case .misplacedUse:
      ("`use` of a file inside a block", "`use \"FILE\"` stands at the top level of a file.")
    case .misplacedMeasure:
      (
        "`measure` inside an expression",
        "`measure { ... }` is the whole right side of `let`, `var` or `=`."
      )
    case .unknownWord:
      (
        "a word that the clause does not know",
        "Protections, advices, error numbers and signals are fixed words. The hint has the "
          + "nearest, or all of them."
      )
    case .wrongExpectation:
      (
        "an expectation that cannot come true",
        "`fails ERRNO` and `faults SIGNAL` stand last in a system call or access. A system call "
          + "is refused with an error number, an access ends with a signal; `any` stands for "
          + "either. `faults SIGSEGV at ADDR` pins the address."
      )
    case .badParameter:
      (
        "parameters that do not fit together",
        "Each parameter and each knob is named once, and after a parameter with a default value "
          + "all have one."
      )
    case .notAString:
      (
        "a string is needed",
        "Titles of tests, reasons, tags and the path of `use` are strings in quotes."
      )
    case .inclusiveAddressRange:
      (
        "a range of addresses with its end included",
        "A range of addresses is written `A..<B`: from A up to, but without, B. `A..B`, which "
          + "includes B, counts things: `pages 0..3`, `p[1..10]`."
      )
    }
  }
}
