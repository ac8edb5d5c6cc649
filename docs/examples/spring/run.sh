#!/bin/sh
# The application of this folder with a version of Spring Boot: its test, a task by a request, and
# SIGTERM while requests come in, after which nothing that was accepted may be missing.
#
#   run.sh DIR [VERSION[:plain]]...      DIR keeps what was made; by default 3.5.16 4.0.7 4.1.2
#
# It needs Maven, curl, a JDK 17 or later, the built engine (mvn -DskipTests package) and a Redis:
# $SLUICE_REDIS_URL, by default redis://127.0.0.1:6379. A version with :plain
# does without the native parts of Netty, where a repository has none for the Netty of that Boot.
# Maven has a repository of its own in DIR; it takes from yours what it finds there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
SLUICE_REDIS_URL=${SLUICE_REDIS_URL:-redis://127.0.0.1:6379}
export SLUICE_REDIS_URL
dir=$1
shift
[ $# -gt 0 ] || set -- 3.5.16 4.0.7 4.1.2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
pid=
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true' EXIT
trap 'exit 1' INT TERM

fail() { echo "$*" >&2; [ ! -f log.txt ] || tail -50 log.txt >&2; exit 1; }
mvn() { command mvn -B -q -s "$dir/settings.xml" "-Dmaven.repo.local=$dir/repository" "$@"; }

# Starts the application, on any port, and waits for it, for a minute.
start() {
  : >log.txt
  "$java" -cp "target/classes:lib/*" app.Application --server.port=0 >>log.txt 2>&1 &
  pid=$!
  tries=300
  until grep -q "Started Application" log.txt; do
    tries=$((tries - 1))
    { [ "$tries" -gt 0 ] && kill -0 "$pid" 2>/dev/null; } || fail "Boot $version did not start"
    sleep 0.2
  done
  url=http://127.0.0.1:$(sed -n 's/.*Netty started on port[^0-9]*\([0-9]*\).*/\1/p' log.txt | head -1)
}

post() { curl -sf -H 'Content-Type: application/json' -d "{\"to\":\"$2\"}" "$url$1"; }
health() { curl -s -m 2 -o health.json -w '%{http_code}' "$url/actuator/health" || true; }

try() {
  version=${1%%:*}
  SLUICE_NAMESPACE=boot-$version-$$
  export SLUICE_NAMESPACE
  rm -rf "$dir/boot-$version"
  mkdir -p "$dir/boot-$version"
  cp -r "$here/src" "$dir/boot-$version"
  cd "$dir/boot-$version"
  sed "s,<version>4.0.7<,<version>$version<," "$here/pom.xml" >pom.xml
  if [ "$1" != "$version" ]; then
    native='<exclusion><groupId>io.netty</groupId><artifactId>netty-transport-native-epoll</artifactId></exclusion>'
    native=$native'<exclusion><groupId>io.netty</groupId><artifactId>netty-resolver-dns-native-macos</artifactId></exclusion>'
    native=$native'<exclusion><groupId>io.netty</groupId><artifactId>netty-codec-native-quic</artifactId></exclusion>'
    native=$native'<exclusion><groupId>io.netty</groupId><artifactId>netty-codec-http3</artifactId></exclusion>'
    sed "s,<artifactId>\(sluice-engine\|spring-boot-starter-webflux\)</artifactId>,&<exclusions>$native</exclusions>," pom.xml >plain.xml
    mv plain.xml pom.xml
  fi
  mvn package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=lib
  echo "Boot $version: its test passes"

  start
  echo "Boot $version: $(sed -n 's/.*\(Sluice runs on .*\)/\1/p' log.txt)"
  answer=$(post /emails/now ann) || fail "Boot $version: no answer"
  [ "$answer" = '{"messageId":"sent to ann"}' ] || fail "Boot $version answers $answer"
  [ "$(health)" = 200 ] || fail "Boot $version is not healthy: $(cat health.json)"
  grep -q '"sluice":{[^}]*"status":"UP"' health.json || grep -q '"sluice"' health.json || fail "no health of the engine: $(cat health.json)"
  echo "Boot $version: $answer, healthy"

  # Requests until the port is closed; each that was accepted is noted.
  : >accepted.txt
  (i=0; while post /emails "m$i" >/dev/null; do echo "sent to m$i" >>accepted.txt; i=$((i + 1)); done) &
  until [ "$(wc -l <accepted.txt)" -ge 20 ]; do sleep 0.1; done
  kill -TERM "$pid"
  turned=no
  while code=$(health); [ "$code" != 000 ]; do
    [ "$code" != 503 ] || turned=yes
    sleep 0.05
  done
  wait "$pid" 2>/dev/null || true
  wait
  cp log.txt first.txt
  [ "$turned" = yes ] || fail "Boot $version: the health did not turn before the port closed"

  # What was not run before the end is run by the next one.
  start
  tries=300
  while sort -u first.txt log.txt | grep '^sent to m' | sort >sent.txt; sort accepted.txt >wanted.txt; [ -n "$(comm -23 wanted.txt sent.txt)" ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail "Boot $version lost $(comm -23 wanted.txt sent.txt | wc -l) tasks"
    sleep 0.2
  done
  echo "Boot $version: SIGTERM under load, $(wc -l <accepted.txt) accepted, $(grep -c '^sent to m' first.txt) run before the end, none missing; the health turned first"
  kill -TERM "$pid"
  wait "$pid" 2>/dev/null || true
  pid=
}

mkdir -p "$dir"
"$here/../own-repository.sh" "$dir"
for each in "$@"; do try "$each"; done
