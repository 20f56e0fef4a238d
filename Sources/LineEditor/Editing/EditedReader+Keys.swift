internal import CLibEdit
internal import CLineShim

/// Which keys call which function.
extension EditedReader {
  private typealias Function = (name: String, help: String, function: le_function)

  private static let functions: [Function] = [
    ("block-enter", "Run the block or begin a row", { e, _ in of(e).enter() }),
    ("block-break", "Begin a row", { e, _ in of(e).breakRow() }),
    ("block-close", "Insert a closing brace", { e, _ in of(e).closeBrace() }),
    ("block-up", "Row above, or older block", { e, _ in of(e).move(rows: -1) }),
    ("block-down", "Row below, or newer block", { e, _ in of(e).move(rows: 1) }),
    ("block-older", "Older block", { e, _ in of(e).recall(-1) }),
    ("block-newer", "Newer block", { e, _ in of(e).recall(1) }),
    ("block-older-alike", "Older block that begins so", { e, _ in of(e).recallAlike(-1) }),
    ("block-newer-alike", "Newer block that begins so", { e, _ in of(e).recallAlike(1) }),
    ("block-row-start", "Beginning of the row", { e, _ in of(e).moveToRowStart() }),
    ("block-row-end", "End of the row, or take the hint", { e, _ in of(e).moveToRowEnd() }),
    ("block-right", "Next character, or take the hint", { e, _ in of(e).moveRight() }),
    ("block-kill-row", "Cut to the end of the row", { e, _ in of(e).killRow() }),
    ("block-yank", "Insert what was cut", { e, _ in of(e).yank() }),
    ("block-complete", "Complete the word", { e, _ in of(e).complete() }),
    ("block-help", "Help for what stands here", { e, _ in of(e).showHelp() }),
    ("block-search", "Search older blocks", { e, _ in of(e).beginSearch(-1) }),
    ("block-search-forward", "Search newer blocks", { e, _ in of(e).beginSearch(1) }),
    ("block-searched", "A key of the search", { e, _ in of(e).continueSearch() }),
    ("block-paste", "Insert pasted text", { e, _ in of(e).insertPaste() }),
    ("block-offered", "Insert the text to begin with", { e, _ in of(e).insertOffered() }),
    ("block-editor", "Edit the block in $EDITOR", { e, _ in of(e).editOutside() }),
    ("block-interrupt", "Drop the block", { e, _ in of(e).interrupt() }),
    ("block-delete-or-end", "Delete a character, or leave", { e, _ in of(e).deleteOrEnd() }),
    ("block-suspend", "Stop the program", { e, _ in of(e).suspend() }),
  ]

  func addFunctions() {
    for (name, help, function) in Self.functions {
      le_add_function(editor, name, help, function)
    }
  }

  private static let special: [(SpecialKey, String)] = [
    (.up, "block-up"), (.down, "block-down"), (.left, "ed-prev-char"), (.right, "block-right"),
    (.home, "block-row-start"), (.end, "block-row-end"), (.wordLeft, "ed-prev-word"),
    (.wordRight, "em-next-word"), (.delete, "ed-delete-next-char"), (.enter, "block-enter"),
    (.lineBreak, "block-break"), (.backTab, "block-complete"), (.help, "block-help"),
    (.pasted, "block-paste"), (.offered, "block-offered"), (.searched, "block-searched"),
    (.acceptLine, "ed-newline"), (.deleteNext, "ed-delete-next-char"),
    (.nextCharacter, "ed-next-char"), (.setMark, "em-set-mark"), (.killRegion, "em-kill-region"),
    (.killLine, "ed-kill-line"), (.yank, "em-yank"),
  ]

  /// As libedit's `bind` takes them; in both of vi's modes.
  private static let everywhere = [
    ("^C", "block-interrupt"), ("^D", "block-delete-or-end"), ("^Z", "block-suspend"),
    ("^I", "block-complete"), ("^R", "block-search"), ("^S", "block-search-forward"),
    ("^P", "block-older"), ("^N", "block-newer"), ("^L", "ed-clear-screen"),
  ]

  private static let emacs = [
    ("^A", "block-row-start"), ("^E", "block-row-end"), ("^F", "block-right"),
    ("^K", "block-kill-row"), ("^Y", "block-yank"), ("^X^E", "block-editor"),
    ("\\ep", "block-older-alike"),
    ("\\en", "block-newer-alike"), ("\\e<", "ed-move-to-beg"), ("\\e>", "ed-move-to-end"),
    // libedit's prompt for its own commands crashes when none is typed.
    ("\\ex", "ed-unassigned"), ("\\eX", "ed-unassigned"),
  ]

  private static let viCommands = [
    ("k", "block-up"), ("j", "block-down"), ("/", "block-search"), ("?", "block-search-forward"),
    ("v", "block-editor"), ("0", "block-row-start"), ("$", "block-row-end"),
    // libedit types the change again by itself, where nothing can stop it.
    (".", "ed-unassigned"),
    // They repeat libedit's own search, which there is not.
    ("n", "ed-unassigned"), ("N", "ed-unassigned"), (":", "ed-unassigned"),
  ]

  func bindKeys() {
    let everywhere = Self.special.map { ($0.name, $1) } + Self.everywhere
    for (key, function) in everywhere {
      le_bind(editor, key, function)
      le_bind_alternative(editor, key, function)
    }
    le_bind(editor, "}", "block-close")
    if le_is_vi(editor) {
      le_bind(editor, "^X^E", "block-editor")
      for (key, function) in Self.viCommands { le_bind_alternative(editor, key, function) }
    } else {
      for (key, function) in Self.emacs { le_bind(editor, key, function) }
    }
  }

  /// Has another function called next.
  func call(_ keys: SpecialKey...) {
    queue = keys.map(\.rawValue) + queue
  }
}
