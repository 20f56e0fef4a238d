#!/bin/bash
# What the demo of the line editor shows on a screen; by tmux, which is one.
# usage: screen.sh DEMO FOLDER       the folder is for the socket and the home
set -u
demo=$1
folder=$2
servers=0
tmux() { command tmux -S "$folder/socket$servers" -f /dev/null "$@"; }
stop() {
  tmux kill-server 2>/dev/null
  rm -f "$folder/socket$servers"
}
trap stop EXIT

keys() { tmux send-keys -t demo "$@"; }
screen() { tmux capture-pane -t demo -p "$@"; }

# Waits for lines of the screen; blanks after a line do not count, nor do lines below the last.
see() {
  for _ in $(seq 600); do
    shown=$(screen)
    [ "$shown" = "$1" ] && return
    read -rt 0.05 <> <(:)
  done
  printf 'expected:\n%s\nshown:\n%s\n' "$1" "$shown"
  exit 1
}

# Waits for a part of the screen, escape sequences included.
see_part() {
  for _ in $(seq 600); do
    [[ $(screen -e) == *"$1"* ]] && return
    read -rt 0.05 <> <(:)
  done
  printf 'expected a part:\n%q\nshown:\n%q\n' "$1" "$(screen -e)"
  exit 1
}

start() {
  stop
  # Another one: the old one may take a moment to end.
  servers=$((servers + 1))
  tmux new-session -d -s demo -x 30 -y 10 -e "HOME=$folder" -e DEMO_COLOR=1 "$demo" || exit 1
}

start
see $'EditedReader utf8\ndemo>'
# Wrapping at the margin, with a wide character that does not fit.
keys -l 'aaaaaaaaaabbbbbbbbbbccc日x'
see $'EditedReader utf8\ndemo> aaaaaaaaaabbbbbbbbbbccc\n日x'
# Moving back over the margin, and a change there.
keys Left Left BSpace
see $'EditedReader utf8\ndemo> aaaaaaaaaabbbbbbbbbbcc日\nx'
# A wider and a narrower screen, without leftovers.
tmux resize-window -t demo -x 50 -y 10
see $'EditedReader utf8\ndemo> aaaaaaaaaabbbbbbbbbbcc日x'
# tmux keeps the cursor in its row, so the first row scrolls away.
tmux resize-window -t demo -x 20 -y 10
see $'demo> aaaaaaaaaabbbb\nbbbbbbcc日x'
keys C-c
see_part $'\ninterrupted\n'

start
see $'EditedReader utf8\ndemo>'
# A list with descriptions, and the text again below it.
keys -l 'sp'
keys Tab
see $'EditedReader utf8\ndemo> sp\nspin   run until interrupted\nspawn  start a process\ndemo> sp'
# The search shows what is searched for, under the match.
keys C-u
keys -l 'first'
keys Enter
keys C-r
keys -l 'irs'
see_part $' first\nsearch: irs'
keys C-c

start
see $'EditedReader utf8\ndemo>'
# Colours, without a change of the text.
keys -l 'let abc'
see_part $'\e[35mlet\e[39m abc'
keys Home
keys -l 'xlet '
see $'EditedReader utf8\ndemo> xlet let abc'
keys C-c

start
see $'EditedReader utf8\ndemo>'
# A block taller than the screen is seen where the cursor is.
for row in 1 2 3 4 5 6 7 8 9 10 11 12; do
  [ $row = 1 ] || keys M-Enter
  keys -l "row$row"
done
see $'row3\nrow4\nrow5\nrow6\nrow7\nrow8\nrow9\nrow10\nrow11\nrow12'
for _ in 1 2 3 4 5 6 7 8 9 10 11; do keys Up; done
see $'demo> row1\nrow2\nrow3\nrow4\nrow5\nrow6\nrow7\nrow8\nrow9\nrow10'
keys -l '!'
see $'demo> row1!\nrow2\nrow3\nrow4\nrow5\nrow6\nrow7\nrow8\nrow9\nrow10'
keys Enter
see_part 'row12"]'

echo 'all seen'
