#!/usr/bin/env bash
# Sends streams of tasks with "Expect: 100-continue" by six clients, each of which keeps its lines
# back until the server asks for them, and says how many were accepted. Ends with 1 when a client
# got less than all of its lines in. A client that is not on this machine is skipped.
#
#   docs/examples/expect/run.sh [URL]      URL of a gateway, http://127.0.0.1:8080 by default
#
# EXPECT_LINES   lines that each client sends, 3000 by default
# EXPECT_JAVA    the java to use; without it the one of JAVA_HOME, or the one on the PATH. The
#                HttpClient of JDK 17 has a fault of its own in expectContinue: 21 or later it must be
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
server=${1:-http://127.0.0.1:8080}
lines=${EXPECT_LINES:-3000}
java=${EXPECT_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
java=${java:-java}
queue=expect-$$
failed=0

tasks() {
  awk -v n="$lines" -v client="$1" \
    'BEGIN { for (i = 1; i <= n; i++) printf "{\"type\":\"expect\",\"id\":\"%s-%d\",\"payload\":{\"line\":%d}}\n", client, i, i }'
}

# try NAME COMMAND...: the command reads the lines and writes what the server answered.
try() {
  local name=$1 answer summary
  shift
  answer=$(tasks "$name" | "$@" 2>&1)
  summary=$(tail -n 1 <<<"$answer")
  if [ "$summary" = "{\"summary\":{\"accepted\":$lines,\"rejected\":0}}" ]; then
    echo "ok    $name: $lines of $lines lines accepted"
  else
    echo "FAIL  $name: $summary"
    failed=1
  fi
}

skip() {
  echo "skip  $1: $2"
}

has() {
  command -v "$1" > /dev/null
}

java_release() {
  "$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
}

url=$server/v1/queues/$queue/tasks

if has curl; then
  # By itself curl waits for the word only for bodies over 1 MiB, and for one second.
  try curl curl -sS "$url" -H "Content-Type: application/x-ndjson" -H "Expect: 100-continue" \
    --expect100-timeout 20 --data-binary @-
else
  skip curl "there is no curl"
fi
if has go; then try go go run "$here/expect.go" "$url"; else skip go "there is no go"; fi
if has ruby; then try ruby ruby "$here/expect.rb" "$url"; else skip ruby "there is no ruby"; fi
if has node; then try node node "$here/expect.js" "$url"; else skip node "there is no node"; fi
if has python3; then
  try python python3 "$here/expect.py" "$url"
else
  skip python "there is no python3"
fi
if ! has "$java"; then
  skip java "there is no java"
elif [ "$(java_release)" -lt 21 ]; then
  skip java "$java is a Java $(java_release), it must be 21 or later (EXPECT_JAVA names another)"
else
  try java "$java" "$here/Expect.java" "$url"
fi
exit "$failed"
