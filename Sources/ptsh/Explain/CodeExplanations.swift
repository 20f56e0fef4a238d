/// What `ptsh explain` says about the diagnostics: a heading, and what to do about it.
///
/// Codes are never used for something else, so the texts may only grow better.
enum CodeExplanations {
  /// By code.
  static let all: [String: String] = {
    let lists = [lexical, syntax, names, forms, values, outcomes]
    return lists.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }()

  private static let lexical = [
    "PT0101": """
    The file holds bytes that are not UTF-8. Save it in UTF-8, or write the bytes of a string as \
    escapes: "\\u{e9}".
    """,
    "PT0102": """
    A character that means nothing here. `!` is written `not`; a `\\` may only end a line that \
    goes on in the next one.
    """,
    "PT0103": """
    A number that cannot be read: digits are missing, or of the wrong kind, or it is no whole \
    number of bytes. Octal numbers begin with 0o, and a size has no exponent.
    """,
    "PT0104": """
    Sizes end in K, M, G, T or P, or in KiB, MiB, GiB, TiB or PiB: powers of 1024 both ways. There \
    are no powers of 1000.
    """,
    "PT0105": """
    The number is too large. Whole numbers have 64 bits and a sign: the largest one is \
    9223372036854775807.
    """,
    "PT0106": "A string ends on its line with a double quote. A line end inside it is written \\n.",
    "PT0107": """
    In a string the escapes are \\n \\t \\r \\0 \\" \\\\ \\{ and \\u{1F600}. A brace that is not \
    escaped begins an expression.
    """,
    "PT0108": "The file is too long for one program. Take it apart with `use \"lib.pts\"`.",
  ]

  private static let syntax = [
    "PT0201": "Here a value must stand: a number, a string, a name, or something built from them.",
    "PT0202": "Something is missing that the statement needs at this place; the message names it.",
    "PT0203": "Here a new name must stand: letters, digits and `_`, and no digit first.",
    "PT0204": "A bracket, brace or parenthesis is opened and not closed; the note says where.",
    "PT0205": """
    A statement ends with its line, or with `;`. What follows does not continue it: perhaps an \
    operator is missing, or a clause has another name.
    """,
    "PT0206": """
    A statement begins with its verb (`mmap`, `fork`, `assert`, ...), with a variable that is \
    assigned, or with a process and a colon: `p2: read buf`.
    """,
    "PT0207": "Blocks, brackets or expressions stand too deep inside each other to be read.",
    "PT0208":
      "There are more errors; they are not shown, because most of them follow from the first.",
    "PT0209":
      "Only a variable, or an element of a list in one, can be assigned: `x = 1`, `xs[0] = 1`.",
    "PT0210":
      "Before a colon stands who acts: a process, a family, or a part of one, `p[1..5]: read buf`.",
  ]

  private static let names = [
    "PT0301": "Words that begin statements, and `and`, `or`, `not`, cannot be names.",
    "PT0302": """
    Regions, processes and files cannot be called like a clause (`shared`, `at`) or like something \
    that can be asked of a process (`rss`): `p.rss` would have two meanings.
    """,
    "PT0310": "Nothing in the program makes or declares this name.",
    "PT0311": "The value has no such part. `ptsh explain` knows what can be asked.",
    "PT0312": "There is no function of that name, neither built in nor defined with `def`.",
    "PT0313": "The name is declared already in this scope.",
    "PT0314": "What `let` names cannot be assigned again; `var` declares a variable that can.",
    "PT0315": """
    Processes, files and regions live outside the scopes of the script, so their names may not be \
    those of variables in sight.
    """,
    "PT0316":
      "The file that `use` names could not be read. Its path is relative to the file that says so.",
    "PT0317": "Files use each other in a circle. Move what both need to a third file.",
    "PT0318": "There is no machine or kernel of that name: see `ptsh machines` and `ptsh kernels`.",
    "PT0319": "The machine or kernel has no such knob.",
  ]

  private static let forms = [
    "PT0401":
      "The statement has no such clause. `ptsh explain` with the verb lists those that it has.",
    "PT0402": "A clause may stand once in a statement.",
    "PT0403": "The statement lacks something that it cannot do without; the hint shows its form.",
    "PT0404": "The two exclude each other: one says what the other says differently.",
    "PT0405": """
    A region has a length, an address has none: `munmap 0x4000_0000 len 2M`. Accesses need no \
    length, because one address is one page to them.
    """,
    "PT0406": """
    An expression alone has no effect. `assert` checks it, `print` shows it, `let x =` names it. \
    Only a call may stand alone.
    """,
    "PT0407":
      "`machine` and `kernel` stand where the world is set up: at the top or inside an `if`.",
    "PT0408": "`break` and `continue` belong in a loop, `return` in a function.",
    "PT0409":
      "`test` stands at the top of a file, and after it only `test`, `def`, `let` and `use`.",
    "PT0410": "`use \"file\"` stands at the top of a file.",
    "PT0411": "`measure` is the whole right side of a `let` or an assignment.",
    "PT0412":
      "The word is none of those that can stand here; the hint names them or the nearest one.",
    "PT0413": """
    `fails` expects an error number of a system call, `faults` a signal of an access; either may \
    be `any`, and both stand last.
    """,
    "PT0414": "Parameters have different names, and those with a default come last.",
    "PT0415": "Here a plain string must stand.",
    "PT0416": "Ranges of addresses do not contain their end: `0x1000..<0x2000`.",
    "PT0430": "A file that is taken in by `use` holds only `def`, `let` and `use` at its top.",
    "PT0431": "The function takes another number of arguments.",
    "PT0432": "The value must be known before the script runs.",
    "PT0433": "The program is too large in some respect to be run; the message says in which.",
    "PT0434": "Functions are defined at the top of a file.",
    "PT0435": "The knob does not take this value.",
    "PT0436": "The statement cannot stand here.",
  ]

  private static let values = [
    "PT0501": "The result does not fit a whole number of 64 bits.",
    "PT0502": "A division by zero.",
    "PT0503": "Whole numbers are shifted by 0 to 63 bits.",
    "PT0504": "The operation does not exist for values of this kind.",
    "PT0505": "The list, or the family, has no element of that number.",
    "PT0506": "The value is nil: there is nothing to ask or to compute with.",
    "PT0507": "The name stands for something that another statement makes, and it has not run yet.",
    "PT0508": "The process has ended; it can be asked nothing but whether it is alive.",
    "PT0509": "The name belongs to something that exists already.",
    "PT0510": "No process is current. `spawn p` makes one.",
    "PT0511": "The run took more steps than it may: perhaps a loop has no end. See `--max-steps`.",
    "PT0512":
      "Functions call each other too deep: perhaps a recursion has no end. See `--max-depth`.",
    "PT0513":
      "The script's own strings and lists take more room than they may. See `--max-memory`.",
    "PT0514": "More processes are alive than may be. See `--max-processes`.",
    "PT0515": "The statement comes too late or too early in the life of the world.",
    "PT0516":
      "A family is current, and each member has a region of that name: say whose, `p[1].buf`.",
    "PT0517": "The value is of the right kind but makes no sense here.",
  ]

  private static let outcomes = [
    "PT0601": "An `assert` did not hold. The values under it are those of its parts.",
    "PT0602": "A `require` did not hold; the test ends there.",
    "PT0603": "An `invariant` no longer holds after this statement.",
    "PT0604": """
    The modelled kernel said no and the statement did not expect it. If it should, write \
    `fails ERROR` or `faults SIGNAL` at its end.
    """,
    "PT0605": "The statement was expected to fail, and succeeded.",
    "PT0606": "The statement failed in another way than it was expected to.",
    "PT0690": """
    An invariant of the model is broken. That is a bug in ptsh and never one of a script: please \
    report it with the script.
    """,
    "PT0701": "The chosen kernel's model knows nothing of this, and says so rather than guess.",
  ]
}
