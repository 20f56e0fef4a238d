import Glibc

/// The reader for standard input and output: with editing where a terminal can do it, else plain.
///
/// Plain are: input or output that is no terminal, `TERM` unset, `dumb` or unknown, a terminal
/// that does not understand ANSI sequences, and `edit off` in `~/.editrc`.
public func standardReader(
  client: any EditorClient, settings: EditorSettings, history: History
) -> any BlockReader {
  if let reader = EditedReader(client: client, settings: settings, history: history) {
    return reader
  }
  return PlainReader(client: client, history: history, showsPrompt: isatty(STDIN_FILENO) == 1)
}
