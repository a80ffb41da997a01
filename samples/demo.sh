#!/bin/sh
# An import from end to end, on this machine: a stand-in for Quo is started,
# samples/contacts.csv goes in, three rows are edited, and it goes in again.
# `make demo` runs it. Nothing leaves the machine, and nothing is left behind.
set -eu

bin=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
samples=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || :; fi; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# It is the same for everybody: the caller's own settings stay out of it.
for name in $(env | sed -n 's/^\(QUO_IMPORT_[A-Za-z0-9_]*\)=.*/\1/p'); do unset "$name"; done
export QUO_API_KEY=demo

say() { printf '\n== %s\n\n' "$*"; }
fail() { echo "the demo failed: $*" >&2; exit 1; }

# run ARGS…: six rows of the sample are faulty, so the exit code is 3: finished,
# but some rows were rejected.
run() {
  printf '$ quo-import %s\n' "$*"
  code=0
  "$bin" "$@" || code=$?
  [ "$code" -eq 3 ] || fail "exit code $code where 3 was expected"
}

# counted WHAT NUMBER…: what the last run says of itself.
counted() {
  summary=$(cat "$(ls -d quo-import-report/*/ | tail -1)summary.json")
  while [ $# -gt 0 ]; do
    echo "$summary" | grep -q "\"$1\": *$2[,}]" || fail "$1 $2 was expected: $summary"
    shift 2
  done
}

cd "$tmp"
cp "$samples/contacts.csv" "$samples/mapping.yaml" .

say "1. A stand-in for Quo, with the custom fields of samples/fields.json"
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

say "2. An import, which does not ask"
run import contacts.csv -m mapping.yaml --yes
counted created 55 updated 0 unchanged 0 rejected 6

say "3. Three rows of the file change: a role, a mobile number, a tag"
sed -e '/^C-1004,/s/Project Lead/Partner/' \
  -e '/^C-1020,/s/+13035550154/+13035550155/' \
  -e '/^C-1040,/s/events;priority/events;priority;venues/' \
  "$samples/contacts.csv" >contacts.csv
run check contacts.csv -m mapping.yaml --diff

say "4. The same import again: three are updated, and nothing is made twice"
run import contacts.csv -m mapping.yaml --yes
counted created 0 updated 3 unchanged 52 rejected 6

say "That was all: the stand-in has stopped, and the folder of this demo is gone again"
