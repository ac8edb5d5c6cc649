#!/usr/bin/env bash
# Lettuce 7.7.0 (Maven Central, lettuce-core) and Redis 7.0.15 (Debian 12: redis-server, redis-tools
# 5:7.0.15-1~deb12u10), which wants a password.
#
# A connection with a wrong password is refused: the error of `connect` has the
# server's words among its causes. One would expect that of every such connection.
#
# Seen: of 2,000 connections, each of a client of its own, most say it. The others say "Connection closed
# prematurely", as of a server that is no Redis, and the server's words are nowhere among the causes (nor
# suppressed): Lettuce hears of the refusal on another thread, which closes the connection, and the thread
# of the connection sees that it is closed before it is told why. It takes a machine that has something
# else to do (RESP2 the same: 119 of 1,500 beside six busy processes on 2 cores).
set -euo pipefail

dir=$(mktemp -d)
pid=""
cleanup() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>io.lettuce</groupId><artifactId>lettuce-core</artifactId><version>7.7.0.RELEASE</version>
  </dependency></dependencies>
</project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$dir/lib"

version=5:7.0.15-1~deb12u10
apt-get -o APT::Sandbox::User=root download -qq "redis-server=$version" "redis-tools=$version" >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
root/usr/bin/redis-server --port "$port" --bind 127.0.0.1 --dir "$dir" --save '' --logfile r.log --requirepass right &
pid=$!
until root/usr/bin/redis-cli -p "$port" -a right ping 2>/dev/null | grep -q PONG; do sleep 0.1; done

cat > Finding.java <<'JAVA'
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;

public class Finding {
  private static final int MOST_CONNECTIONS = 2_000;

  public static void main(String[] args) {
    int busy = 3 * Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < busy; i++) {
      Thread other = new Thread(() -> { for (long l = 0; l >= 0; l++) { Math.sin(l); } });
      other.setDaemon(true);
      other.start();
    }
    RedisURI uri = RedisURI.create("redis://:wrong@127.0.0.1:" + args[0]);
    boolean told = false;
    boolean untold = false;
    for (int i = 0; i < MOST_CONNECTIONS && !(told && untold); i++) {
      RedisClient client = RedisClient.create(uri);
      try {
        client.connect();
        throw new IllegalStateException("the server took the password");
      } catch (io.lettuce.core.RedisConnectionException refused) {
        String words = words(refused);
        told |= words.contains("WRONGPASS");
        untold |= words.contains("closed prematurely") && !words.contains("WRONGPASS");
      }
      client.shutdown(java.time.Duration.ZERO, java.time.Duration.ZERO);
    }
    System.out.println("the server's words: " + (told ? "said" : "never said"));
    System.out.println("closed prematurely, without them: " + (untold ? "said" : "never said"));
    System.exit(0);
  }

  private static String words(Throwable error) {
    StringBuilder words = new StringBuilder();
    for (Throwable at = error; at != null; at = at.getCause()) {
      words.append(at.getMessage()).append('\n');
      for (Throwable suppressed : at.getSuppressed()) {
        words.append(suppressed).append('\n');
      }
    }
    return words.toString();
  }
}
JAVA
java -cp "lib/*" Finding.java "$port" 2>/dev/null | tee seen
cat > expected <<'TXT'
the server's words: said
closed prematurely, without them: said
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
