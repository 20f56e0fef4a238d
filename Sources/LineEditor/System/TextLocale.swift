internal import CLineShim

/// How characters are encoded on the terminal.
public enum TextLocale {
  /// What the environment says.
  public enum Kind {
    /// UTF-8: everything can be drawn.
    case utf8
    /// Another encoding, such as that of `LC_ALL=C`: draw ASCII only. Input is read as UTF-8.
    case ascii
    /// There is no UTF-8 locale on this system, so no editing.
    case unusable
  }

  /// Sets the character type of this process to UTF-8, as libedit needs it, and nothing else.
  @discardableResult
  public static func adopt() -> Kind {
    switch le_adopt_utf8() {
    case LE_LOCALE_OWN: .utf8
    case LE_LOCALE_FORCED: .ascii
    default: .unusable
    }
  }
}
