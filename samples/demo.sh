#!/bin/sh
# Runs an import from end to end on this machine (make demo): it starts a stand-in
# for Quo, imports samples/contacts.csv, edits three rows, and imports the file
# again. Nothing leaves the machine. The reports of both imports stay in bin/demo.
set -eu

bin=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
samples=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
reports=$(dirname "$bin")/demo
rm -rf "$reports"
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || :; fi; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The caller's own settings do not apply.
for name in $(env | sed -n 's/^\(QUO_IMPORT_[A-Za-z0-9_]*\)=.*/\1/p'); do unset "$name"; done
export QUO_API_KEY=demo

title() { printf '\n== %s\n\n' "$*"; }
fail() { echo "the demo failed: $*" >&2; exit 1; }

# run ARGS…: the expected exit code is 3 (finished, but some rows were rejected),
# because six rows of the sample are invalid.
run() {
  case $1 in import) set -- "$@" --report "$reports" ;; esac
  printf '$ quo-import %s\n' "$*"
  code=0
  "$bin" "$@" || code=$?
  [ "$code" -eq 3 ] || fail "exit code $code, expected 3"
}

# counted WHAT NUMBER…: checks the summary of the last run.
counted() {
  summary=$(cat "$(ls -d "$reports"/*/ | tail -1)summary.json")
  while [ $# -gt 0 ]; do
    echo "$summary" | grep -q "\"$1\": *$2[,}]" || fail "expected $1 $2: $summary"
    shift 2
  done
}

cd "$tmp"
cp "$samples/contacts.csv" "$samples/mapping.yaml" .

title "1. A stand-in for Quo, with the custom fields of samples/fields.json"
"$bin" sandbox --addr 127.0.0.1:0 --fields "$samples/fields.json" >sandbox &
server=$!
tries=0
until url=$(sed -n 's/^listening on //p' sandbox) && [ -n "$url" ]; do
  tries=$((tries + 1))
  { [ "$tries" -le 20 ] && kill -0 "$server" 2>/dev/null; } || fail "the sandbox did not start"
  sleep 1
done
echo "$url"
export QUO_IMPORT_BASE_URL="$url"

title "2. An import that does not ask"
run import contacts.csv -m mapping.yaml --yes
counted created 55 updated 0 unchanged 0 rejected 6

title "3. Three rows of the file change: a role, a mobile number, a tag"
sed -e '/^C-1004,/s/Project Lead/Partner/' \
  -e '/^C-1020,/s/+13035550154/+13035550155/' \
  -e '/^C-1040,/s/events;priority/events;priority;venues/' \
  "$samples/contacts.csv" >contacts.csv
run check contacts.csv -m mapping.yaml --diff

title "4. The same import again: three contacts are updated, none is created twice"
run import contacts.csv -m mapping.yaml --yes
counted created 0 updated 3 unchanged 52 rejected 6

title "Done: the stand-in is stopped. The report of the last import, for a browser:"
echo "$(ls -d "$reports"/*/ | tail -1)report.html"
