#!/bin/sh
# Measures whole processes of quo-import beside a bare pass of encoding/csv and,
# where they are installed, the peers of node and Python (make bench).
#
# The processes that are compared run in turn, RUNS times; a ratio is the median
# of the ratios of the single rounds, all other figures are medians. A goal that
# was missed is marked.
#
#   RUNS=5 SMALL=50000 LARGE=1000000 DIR=folder/to/keep/the/files cmd/bench/bench.sh
set -eu
cd "$(dirname "$0")/../.."

runs=${RUNS:-5} small=${SMALL:-50000} large=${LARGE:-1000000}
here=cmd/bench
tmp=$(mktemp -d)
dir=${DIR:-$tmp}
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for name in $(env | sed -n 's/^\(QUO_IMPORT_[A-Za-z0-9_]*\)=.*/\1/p'); do unset "$name"; done

mkdir -p "$dir"
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$tmp/quo-import" ./cmd/quo-import
CGO_ENABLED=0 go build -trimpath -o "$tmp/bench" ./$here
for file in small.csv small.jsonl small.xlsx large.csv large.jsonl; do
  case $file in small*) rows=$small ;; *) rows=$large ;; esac
  [ -f "$dir/$file" ] || "$tmp/bench" generate "$dir/$file" "$rows"
done
[ -f "$dir/clean.csv" ] || "$tmp/bench" generate "$dir/clean.csv" "$small" clean

# measure NAME CODE COMMAND ARG…: one more measurement of NAME.
measure() {
  name=$1
  shift
  "$tmp/bench" measure "$@" >>"$tmp/$name"
}
bare() { measure "bare-$1" 0 "$tmp/bench" bare "$dir/$1"; }
check() { # FILE; exit code 3: rows were rejected, as they have to be
  measure "check-$1" 3 "$tmp/quo-import" check "$dir/$1" -m $here/mapping.yaml -s "$tmp/none.db" --fields $here/fields.json
}
import() { # CODE
  measure "$2" "$1" env QUO_API_KEY=bench "$tmp/quo-import" import "$dir/clean.csv" -m $here/mapping.yaml -s "$tmp/bench.db" \
    --fields $here/fields.json --base-url "$url" --rate 10000 --report none --yes
}

median() { sort -n | awk '{ v[NR] = $1 } END { printf "%.6f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
field() { awk -v n="$1" '{ print $n }' "$tmp/$2" | median; }
missed() { awk -v x="$1" -v op="$2" -v y="$3" 'BEGIN { if (op == "<" ? x > y : x < y) print "  MISSED" }'; }

# figures LABEL NAME [MEGABYTES]: what a process took, and the goal of its memory.
figures() {
  mb=$(field 3 "$2")
  goal=
  [ $# -lt 3 ] || goal=" (goal: $3)$(missed "$mb" '<' "$3")"
  printf '%-34s %7.2f s  %7.2f s of CPU  %6.1f MB%s\n' "$1" "$(field 1 "$2")" "$(field 2 "$2")" "$mb" "$goal"
}

# ratio LABEL A B [<|> GOAL]: A divided by B, wall clock and CPU.
ratio() {
  paste -d ' ' "$tmp/$2" "$tmp/$3" >"$tmp/pairs"
  wall=$(awk '{ print $1 / $4 }' "$tmp/pairs" | median)
  cpu=$(awk '{ print $2 / $5 }' "$tmp/pairs" | median)
  goal=
  [ $# -lt 5 ] || goal=" (goal: $4 $5)$(missed "$wall" "$4" "$5")"
  printf '  %-32s %7.2f ×  %7.2f × of CPU%s\n' "$1" "$wall" "$cpu" "$goal"
}

# The second run: a sandbox without a limit is filled by a first run.
"$tmp/quo-import" sandbox --addr 127.0.0.1:0 --rate -1 --fields $here/fields.json >"$tmp/sandbox" 2>&1 &
server=$!
tries=0
until url=$(sed -n 's/^listening on //p' "$tmp/sandbox") && [ -n "$url" ]; do
  tries=$((tries + 1))
  [ "$tries" -le 20 ] || { echo "the sandbox did not start" >&2; exit 1; }
  sleep 1
done
import 0 first-run

for _ in $(seq "$runs"); do
  bare small.csv
  check small.csv
  check small.jsonl
  check small.xlsx
  bare clean.csv
  import 0 second-run
  bare large.csv
  check large.csv
  check large.jsonl
done

echo "$(date +%F), $(go version | cut -d ' ' -f 3-), $(getconf _NPROCESSORS_ONLN) CPUs, commit $(git describe --always --dirty), $runs rounds"
echo
echo "$small rows"
figures "bare pass of encoding/csv" bare-small.csv
figures "check CSV" check-small.csv 40
ratio "to the bare pass" check-small.csv bare-small.csv
figures "check JSON lines" check-small.jsonl
ratio "to CSV" check-small.jsonl check-small.csv
figures "check XLSX" check-small.xlsx
ratio "to CSV" check-small.xlsx check-small.csv
figures "second run, nothing changed" second-run
ratio "to the bare pass" second-run bare-clean.csv
echo
echo "$large rows"
figures "bare pass of encoding/csv" bare-large.csv
figures "check CSV" check-large.csv 130
ratio "to the bare pass" check-large.csv bare-large.csv '<' 3.5
figures "check JSON lines" check-large.jsonl
ratio "to CSV" check-large.jsonl check-large.csv
echo

# peer LABEL FILE GOAL COMMAND…: a program that users would write instead, once.
peer() {
  label=$1 file=$2 goal=$3
  shift 3
  measure "peer" 0 "$@" "$dir/$file"
  check "$file"
  tail -1 "$tmp/check-$file" >"$tmp/check-once"
  figures "$label" peer
  ratio "to the check" peer check-once '>' "$goal"
  rm "$tmp/peer"
}
if command -v node >/dev/null && [ -d $here/peers/node_modules ]; then
  peer "node, papaparse, libphonenumber-js" large.csv 15 node $here/peers/papa.js
  peer "node, readline, libphonenumber-js" large.jsonl 8 node $here/peers/ndjson.js
else
  echo "NOT MEASURED: node (npm ci --prefix $here/peers)"
fi
if python3 -c 'import phonenumbers' 2>/dev/null; then
  peer "Python, csv, phonenumbers" large.csv 15 python3 $here/peers/peer.py
else
  echo "NOT MEASURED: Python (pip install phonenumbers)"
fi
