#!/bin/sh
# A small application whose libraries a framework manages: 2,000 tasks, in the middle of which Redis
# closes all connections. Each must end once, with its result.
#
#   run.sh DIR [FRAMEWORK]...      DIR keeps what was made, and in DIR/FRAMEWORK/lib the libraries; by
#                                  default boot-3.5.16 boot-4.0.7 boot-4.1.2 micronaut-4.10.8 quarkus-3.33.2
#
# It needs Maven, a JDK 17 or later, the built engine (mvn -DskipTests package) and a Redis:
# $SLUICE_REDIS_URL, by default redis://127.0.0.1:6379. Maven has a repository of its own in DIR; it
# takes from yours what it finds there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
redis=${SLUICE_REDIS_URL:-redis://127.0.0.1:6379}
dir=$1
shift
[ $# -gt 0 ] || set -- boot-3.5.16 boot-4.0.7 boot-4.1.2 micronaut-4.10.8 quarkus-3.33.2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

fail() { echo "$*" >&2; exit 1; }
mvn() { command mvn -B -q -s "$dir/settings.xml" "-Dmaven.repo.local=$dir/repository" "$@"; }
add() { echo "<dependency><groupId>$1</groupId><artifactId>$2</artifactId><version>$3</version></dependency>"; }

try() {
  version=${1##*-}
  more=
  case $1 in
    boot-*) bom=org.springframework.boot:spring-boot-dependencies ;;
    micronaut-*)
      bom=io.micronaut.platform:micronaut-platform
      more=$(add com.fasterxml.jackson.core jackson-annotations 2.21)
      ;;
    quarkus-*)
      bom=io.quarkus.platform:quarkus-bom
      more=$(add io.lettuce lettuce-core 6.8.2.RELEASE)
      ;;
    *) fail "$1 is not known: boot-, micronaut- or quarkus-VERSION" ;;
  esac
  rm -rf "$dir/$1"
  mkdir -p "$dir/$1"
  cp -r "$here/src" "$dir/$1"
  cd "$dir/$1"
  sed -e "s,@group@,${bom%:*}," -e "s,@artifact@,${bom#*:}," -e "s,@version@,$version," -e "s,<!-- add -->,$more," "$here/pom.xml" >pom.xml
  mvn package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=lib
  "$java" -cp "target/classes:lib/*" app.App "$redis" "$1-$$" >said.txt 2>log.txt ||
    fail "$1: $(cat said.txt; tail -30 log.txt)"
  sed "s,^,$1: ," said.txt
}

mkdir -p "$dir"
"$here/../own-repository.sh" "$dir"
for each in "$@"; do try "$each"; done
