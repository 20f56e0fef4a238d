/// Prompts that no terminal and no locale can trip over.
enum Prompt {
  /// libedit crashes on other characters in some locales.
  static func ascii(_ text: String) -> String {
    String(text.map { $0.isASCII && $0 >= " " && $0 != "\u{7F}" ? $0 : "?" })
  }
}
