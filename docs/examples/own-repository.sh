#!/bin/sh
# Makes a Maven repository in DIR that has the engine as it was built here, as `mvn install` would put
# it into yours, and settings by which Maven looks into yours before it asks the network.
#
#   own-repository.sh DIR
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1
version=0.1.0-SNAPSHOT
jar=$root/engine/target/sluice-engine-$version.jar
[ -f "$jar" ] || { echo "there is no $jar: run mvn -DskipTests package first" >&2; exit 1; }

put() {
  to=$dir/repository/io/sluice/$1/$version
  mkdir -p "$to"
  cp "$2" "$to/$1-$version.$3"
}
put sluice "$root/pom.xml" pom
put sluice-engine "$root/engine/pom.xml" pom
put sluice-engine "$jar" jar

yours=${SLUICE_MAVEN_REPOSITORY:-$HOME/.m2/repository}
cat >"$dir/settings.xml" <<SETTINGS
<settings>
  <profiles>
    <profile>
      <id>yours</id>
      <repositories>
        <repository><id>yours</id><url>file://$yours</url></repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository><id>yours</id><url>file://$yours</url></pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>yours</activeProfile></activeProfiles>
</settings>
SETTINGS
