#!/bin/sh
# An import from end to end, on this machine: a stand-in for Quo is started,
# samples/contacts.csv goes in, three rows are edited, and it goes in again.
# `make demo` runs it. Nothing leaves the machine, and nothing is left behind.
set -eu

bin=$1
samples=$(dirname "$0")
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

# import_all FILE EXPECTED: six rows of the sample are faulty, so the exit code
# is 3: finished, but some rows were rejected.
import_all() {
  code=0
  "$bin" import "$1" -m "$samples/mapping.yaml" -s "$tmp/quo-import.db" --report "$tmp/report" \
    --base-url "$url" --yes >"$tmp/said" 2>&1 || code=$?
  sed "s|$tmp/||g" "$tmp/said"
  [ "$code" -eq 3 ] || fail "exit code $code where 3 was expected"
  grep -q "$2" "$tmp/said" || fail "\"$2\" was expected"
}

say "1. A stand-in for Quo, with the custom fields of samples/fields.json"
"$bin" sandbox --addr 127.0.0.1:0 --rate 100 --fields "$samples/fields.json" >"$tmp/sandbox" &
server=$!
tries=0
until url=$(sed -n 's/^listening on //p' "$tmp/sandbox") && [ -n "$url" ]; do
  tries=$((tries + 1))
  { [ "$tries" -le 20 ] && kill -0 "$server" 2>/dev/null; } || fail "the sandbox did not start"
  sleep 1
done
echo "$url"

say "2. quo-import import contacts.csv -m mapping.yaml"
cp "$samples/contacts.csv" "$tmp/contacts.csv"
import_all "$tmp/contacts.csv" "created 55 · updated 0 · unchanged 0 .* rejected 6"

say "3. The rejected rows, in a file that can be mended and imported: rejected.csv"
sed -n -e 's/""/"/g' -e 's/^\([^,]*\),.*,rejected,"\(.*\)"$/\1  \2/p' "$tmp"/report/*/rejected.csv

say "4. Three rows change: a role, a mobile number, a tag"
sed -e '/^C-1004,/s/Project Lead/Partner/' \
  -e '/^C-1020,/s/+13035550154/+13035550155/' \
  -e '/^C-1040,/s/events;priority/events;priority;venues/' \
  "$samples/contacts.csv" >"$tmp/contacts.csv"
diff "$samples/contacts.csv" "$tmp/contacts.csv" || :

say "5. The same import again: three are updated, and nothing is made twice"
import_all "$tmp/contacts.csv" "created 0 · updated 3 · unchanged 52 .* rejected 6"
