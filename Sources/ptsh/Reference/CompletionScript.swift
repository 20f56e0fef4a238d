import ArgumentParser

/// What a shell sources to complete the command line of `ptsh`.
///
/// The argument parser makes it, but does not know that `ptsh FILE` is `ptsh run FILE`: to each
/// script a few lines are added that put the `run` in.
enum CompletionScript {
  /// The shell that `--generate-completion-script SHELL` names; nil if the command line asks for
  /// something else, or for a shell that there is no script for.
  static func shell(in arguments: [String]) -> CompletionShell? {
    let option = "--generate-completion-script"
    if arguments.count == 2, arguments[0] == option {
      return CompletionShell(rawValue: arguments[1])
    }
    guard arguments.count == 1, arguments[0].hasPrefix(option + "=") else { return nil }
    return CompletionShell(rawValue: String(arguments[0].dropFirst(option.count + 1)))
  }

  static func text(for shell: CompletionShell) -> String {
    let script = Ptsh.completionScript(for: shell)
    switch shell {
    case .bash: return script + "\n" + bash
    case .zsh:
      return script.replacing("\n_ptsh() {\n", with: "\n__ptsh_commands() {\n", maxReplacements: 1)
        .replacing(
          "\nif [[ \"${funcstack[1]}\"", with: "\n\(zsh)\nif [[ \"${funcstack[1]}\"",
          maxReplacements: 1)
    case .fish: return script + "\n" + fish
    default: return script
    }
  }

  /// The first words that are a command, or ask for no run.
  private static let commands =
    CommandHelp.all.map(\.name) + ["help", "-h", "--help", "--version"]

  // MARK: The lines added

  private static let bash = """
    # `ptsh FILE` is `ptsh run FILE`.
    _ptsh_or_run() {
        local -a commands=()
        if [[ "${COMP_CWORD}" -gt 1 ]]; then
            case "${COMP_WORDS[1]}" in
            \(commands.joined(separator: "|")))
                _ptsh "${@}"
                return
                ;;
            esac
        else
            _ptsh "${@}"
            commands=("${COMPREPLY[@]}")
            COMPREPLY=()
        fi
        COMP_WORDS=("${COMP_WORDS[0]}" run "${COMP_WORDS[@]:1}")
        COMP_CWORD=$((COMP_CWORD + 1))
        _ptsh "${@}"
        COMPREPLY=("${commands[@]}" "${COMPREPLY[@]}")
    }

    complete -o filenames -F _ptsh_or_run ptsh
    """

  private static let zsh = """
    # `ptsh FILE` is `ptsh run FILE`.
    _ptsh() {
        local -i ret=1 place="${CURRENT}"
        local -a typed=("${words[@]}")
        if (( CURRENT > 2 )); then
            case "${words[2]}" in
            \(commands.joined(separator: "|")))
                __ptsh_commands "${@}"
                return
                ;;
            esac
        else
            __ptsh_commands "${@}" && ret=0
        fi
        words=("${typed[1]}" run "${(@)typed[2,-1]}")
        CURRENT=$((place + 1))
        __ptsh_commands "${@}" && ret=0
        return "${ret}"
    }

    """

  private static let fish = """
    # `ptsh FILE` is `ptsh run FILE`.
    functions -c __ptsh_tokens __ptsh_typed_tokens
    function __ptsh_tokens
        set -l tokens (__ptsh_typed_tokens $argv)
        set -l first $tokens[2]
        test (count $tokens) -eq 1; and set first (commandline -ct)
        if contains -- -pc $argv
            and test -n "$first"
            and not contains -- $first \(commands.joined(separator: " "))
            and test (count $tokens) -gt 1 -o (string sub -l 1 -- $first) = -
            set tokens $tokens[1] run $tokens[2..]
        end
        printf '%s\\n' $tokens
    end
    complete -c ptsh -n 'test (count (commandline -opc)) -eq 1' \\
        -fka '(for p in (commandline -ct)*.pts; echo $p; end; __ptsh_complete_directories)'
    """
}
