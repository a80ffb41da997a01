#!/bin/sh
# The screen of a real terminal after a real import, of samples/contacts.csv
# into a stand-in for Quo, as an SVG. `make picture` draws docs/terminal.svg
# with it, where tmux is: the same from the same code, but for times.
#
#   cmd/picture/picture.sh bin/quo-import docs/terminal.svg
set -eu

bin=$(realpath "$1") out=$(realpath "$2")
cd "$(dirname "$0")/../.."
columns=96 rows=50
dir=/tmp/contacts # its name is in the picture
mkdir "$dir"      # and it is nobody else's
server=
tmux() { command tmux -u -L quo-import-picture -f /dev/null "$@"; }
trap 'tmux kill-server 2>/dev/null || :; if [ -n "$server" ]; then kill "$server" 2>/dev/null || :; fi; rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# until_last PATTERN waits until the last line of the screen is this.
until_last() {
  tries=0
  until tmux capture-pane -p | grep . | tail -1 | grep -q -e "$1"; do
    tries=$((tries + 1))
    [ "$tries" -le 200 ] || { echo "the terminal does not end with $1:" >&2; tmux capture-pane -p >&2; exit 1; }
    sleep 0.1
  done
}

# Two rows are faulty here; all of them would make the picture long.
sed -e '24d;37d;60,63d' samples/contacts.csv >"$dir/contacts.csv"
cp samples/mapping.yaml "$dir"
mkdir "$dir/bin" && ln -s "$bin" "$dir/bin/quo-import"

"$bin" sandbox --fields samples/fields.json >"$dir/sandbox" &
server=$!
until grep -q '^listening' "$dir/sandbox"; do
  kill -0 "$server"
  sleep 0.1
done

tmux new-session -d -x "$columns" -y "$rows" -c "$dir" \
  env -i TERM=tmux-256color LANG=C.UTF-8 HOME="$dir" PATH="$dir/bin:$PATH" PS1='$ ' \
  QUO_API_KEY=picture QUO_IMPORT_BASE_URL=http://127.0.0.1:8484 sh
until_last '^\$$'
tmux send-keys 'quo-import import contacts.csv -m mapping.yaml' Enter
until_last '\[y/N\]'
tmux send-keys y Enter
until_last '^\$$'
tmux capture-pane -ep | go run ./cmd/picture -columns "$columns" -title 'An import of contacts.csv, in a terminal' >"$out"
