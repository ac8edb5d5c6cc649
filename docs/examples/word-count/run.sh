#!/bin/sh
# Counts the words of a generated text by worker processes, one of which is killed half-way: once
# over HTTP with 'sluice map', once from Java. Both must equal what one process counts by itself.
#
#   run.sh [BYTES] [PARTS] [WORKERS]      by default 200,000,000 bytes, 2,000 parts, 4 workers
#
# It needs Java 17, and a Redis whose queue 'words' is free: $SLUICE_REDIS_URL, by default
# redis://127.0.0.1:6379. The jar is $SLUICE_JAR, by default the one in this tree.
set -eu

bytes=${1:-200000000}
parts=${2:-2000}
workers=${3:-4}

here=$(cd "$(dirname "$0")" && pwd)
redis=${SLUICE_REDIS_URL:-redis://127.0.0.1:6379}
SLUICE_JAR=${SLUICE_JAR:-$here/../../../http-gateway/target/sluice.jar}
export SLUICE_JAR
sluice=$here/../../../bin/sluice
dir=$(mktemp -d)
started=

end() {
  for pid in $started; do
    kill -9 "$pid" 2>/dev/null || true
  done
  rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' INT TERM

words() {
  java -Xmx512m -cp "$SLUICE_JAR" "$here/WordCount.java" "$@"
}

now() {
  date +%s
}

# Waits until a file has so many lines.
until_lines() {
  until [ -r "$2" ] && [ "$(wc -l <"$2")" -ge "$1" ]; do sleep 0.1; done
}

# Waits for a line in a log, for a minute.
await() {
  tries=300
  until grep -qs "$1" "$2"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { cat "$2" >&2; exit 1; }
    sleep 0.2
  done
}

start_worker() {
  java -Xmx256m -cp "$SLUICE_JAR" "$here/WordCount.java" worker "$redis" >"$dir/worker$1.log" 2>&1 &
  started="$started $!"
  victim=$!
}

start_workers() {
  i=0
  while [ "$i" -lt "$workers" ]; do
    start_worker "$i"
    i=$((i + 1))
  done
  while [ "$i" -gt 0 ]; do
    i=$((i - 1))
    await 'worker started' "$dir/worker$i.log"
  done
}

# Kills the worker that was started last, and says when.
kill_worker() {
  kill -9 "$victim"
  echo "  killed one of $workers workers $1"
}

compare() {
  cmp "$dir/alone.txt" "$2" || { echo "$1: the counts differ" >&2; exit 1; }
  echo "  $1: equal to the sequential count, $(($(now) - begun)) s"
}

echo "generating $bytes bytes"
words generate "$dir/text.txt" "$bytes"
begun=$(now)
words count "$dir/text.txt" >"$dir/alone.txt"
echo "one process: $(wc -l <"$dir/alone.txt") different words, $(($(now) - begun)) s"
words split "$dir/text.txt" "$parts" >"$dir/parts.ndjson"
parts=$(wc -l <"$dir/parts.ndjson")

"$sluice" serve --port 0 --redis "$redis" >"$dir/serve.log" 2>&1 &
started="$started $!"
await 'listening on' "$dir/serve.log"
SLUICE_SERVER=$(sed -n 's/.*listening on \(http[^ ]*\).*/\1/p' "$dir/serve.log" | head -1)
export SLUICE_SERVER

echo "sluice map: $parts parts, $workers workers"
start_workers
begun=$(now)
"$sluice" map words words.count --window 64 <"$dir/parts.ndjson" >"$dir/results.ndjson" &
map=$!
started="$started $map"
until_lines $((parts / 2)) "$dir/results.ndjson"
kill_worker "after $(wc -l <"$dir/results.ndjson") results"
wait "$map"
words merge "$dir/results.ndjson" >"$dir/mapped.txt"
compare "sluice map" "$dir/mapped.txt"

echo "Java: $parts parts, $workers workers"
start_worker "again"
await 'worker started' "$dir/workeragain.log"
begun=$(now)
words scatter "$redis" "$dir/text.txt" "$parts" >"$dir/scattered.txt" 2>"$dir/taken.log" &
scatter=$!
started="$started $scatter"
until_lines $((parts / 2)) "$dir/taken.log"
kill_worker "after $(wc -l <"$dir/taken.log") results"
wait "$scatter"
compare "Java" "$dir/scattered.txt"
