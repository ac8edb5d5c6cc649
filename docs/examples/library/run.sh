#!/bin/sh
# A project of its own that depends on the engine and on nothing else: its dependencies, then the
# same program on the class path, on the module path and in a small runtime image of jlink.
#
#   run.sh [DIR]      DIR keeps what was made; by default it is a temporary one
#
# It needs Maven, a JDK 17 or later, the built engine (mvn -DskipTests package) and a Redis:
# $SLUICE_REDIS_URL, by default redis://127.0.0.1:6379. Maven has a repository of its own in DIR, so
# that this changes nothing in yours; it takes from yours what it finds there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
redis=${SLUICE_REDIS_URL:-redis://127.0.0.1:6379}
dir=${1:-}
[ -n "$dir" ] || { dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}

"$here/../own-repository.sh" "$dir"
rm -rf "$dir/app"
mkdir -p "$dir/app"
cp -r "$here/pom.xml" "$here/src" "$dir/app"
cd "$dir/app"
mvn() { command mvn -B -s "$dir/settings.xml" "-Dmaven.repo.local=$dir/repository" "$@"; }

mvn -q package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=lib

fail() { echo "$*" >&2; exit 1; }
ran() {
  echo "$1: $2"
  [ "$2" = "sent to ann@example.com" ] || fail "$1 did not run"
}

mvn dependency:tree >tree.txt
versions=$(sed -n 's/.*io\.netty:netty-[^ ]*:\([0-9][^:]*\):[a-z]*$/\1/p' tree.txt | sort -u)
echo "Netty: $versions"
[ "$(echo "$versions" | wc -l)" = 1 ] || fail "more than one version of Netty"

ran "class path" "$("${java}java" -cp "target/classes:lib/*" app.App "$redis" 2>errors.txt)"

"${java}javac" -d module -p lib $(find src -name '*.java') "$here/module-info.java"
ran "module path" "$("${java}java" -p module:lib -m app/app.App "$redis" 2>>errors.txt)"

# Neither the native transport nor jdk.net: a small runtime for any system.
rm -rf image
"${java}jlink" --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.sql,java.xml,jdk.unsupported --output image
mkdir plain
cp lib/*.jar plain
rm plain/*epoll*
ran "runtime image, class path" "$(image/bin/java -cp "target/classes:plain/*" app.App "$redis" 2>>errors.txt)"
ran "runtime image, module path" "$(image/bin/java -p module:plain -m app/app.App "$redis" 2>>errors.txt)"
