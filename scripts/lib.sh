# Shared by the scripts here; sourced, not run. Plain POSIX sh.

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root" || exit 70

# The statuses of sysexits.h that the scripts use.
EX_USAGE=64
EX_UNAVAILABLE=69

say() { printf '%s\n' "$*" >&2; }

# die STATUS MESSAGE...
die() {
  status=$1
  shift
  say "$(basename "$0"): $*"
  exit "$status"
}

need_swift() {
  command -v swift >/dev/null 2>&1 ||
    die $EX_UNAVAILABLE "swift is not there; install the Swift toolchain (6.1 or newer) first"
}

# The Debian packages that the build needs beside the toolchain and that are missing here.
missing_packages() {
  [ -e /usr/include/histedit.h ] || printf 'libedit-dev '
  command -v pkg-config >/dev/null 2>&1 || printf 'pkg-config '
}

# Installs what is missing, as root or through sudo; else says how and gives up.
ensure_packages() {
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # one word a package
  try_to_install $missing || give_up_on_packages
  [ -z "$(missing_packages)" ] || give_up_on_packages
}

# The programs of others that read our reports in the tests; without them those tests are skipped.
ensure_test_packages() {
  missing=
  perl -MTAP::Parser -e 1 2>/dev/null || missing="$missing perl"
  /usr/bin/python3 -c 'import junitparser' 2>/dev/null || missing="$missing python3-junitparser"
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # one word a package
  try_to_install $missing || say "skipped without$missing: reports read back by others' parsers"
}

# try_to_install PACKAGE...: false if that cannot be done here.
try_to_install() {
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || return 1
    as_root=sudo
  fi
  command -v apt-get >/dev/null 2>&1 || return 1
  say "installing $*"
  { $as_root apt-get update -qq && install_packages "$@"; } >&2 </dev/null
}

install_packages() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

give_up_on_packages() {
  die $EX_UNAVAILABLE "missing here; as root: apt-get install -y ${missing% }"
}

# Builds the program, optimised, and sets `ptsh` to its path.
build_release() {
  need_swift
  ensure_packages
  swift build -c release --product ptsh >&2 || exit $?
  ptsh=$(swift build -c release --show-bin-path)/ptsh
}
