#!/usr/bin/env bash
# Reactor 3.8.7 (Maven Central, reactor-core).
#
# `source.takeUntilOther(other)` with an `other` that has already completed is over at once. One would
# expect that nobody subscribes to the source, as with `Mono.firstWithSignal(other, source)`.
#
# Seen: `takeUntilOther`, of Mono and of Flux, and `timeout(other)` tell the subscriber first that it is
# complete, and then subscribe to the source all the same and cancel it: the body of its `create` runs,
# after all that the subscriber has started upon the completion. A wait that repeats
# (`wait.takeUntilOther(news).repeat()`) so begins its next wait before the one that is over; who keeps
# one place for "the wait that is under way" has the wrong one in it then, and sleeps through the news.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>io.projectreactor</groupId><artifactId>reactor-core</artifactId><version>3.8.7</version>
  </dependency></dependencies>
</project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$dir/lib"

cat > Finding.java <<'JAVA'
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public class Finding {
  public static void main(String[] args) {
    System.out.println("Mono.takeUntilOther");
    source().takeUntilOther(Mono.empty()).subscribe(v -> {}, e -> {}, () -> System.out.println("  complete"));
    System.out.println("Mono.timeout");
    source().timeout(Mono.empty(), Mono.empty()).subscribe(v -> {}, e -> {}, () -> System.out.println("  complete"));
    System.out.println("Mono.firstWithSignal");
    Mono.firstWithSignal(Mono.empty(), source()).subscribe(v -> {}, e -> {}, () -> System.out.println("  complete"));
    System.out.println("Flux.takeUntilOther");
    source().flux().takeUntilOther(Mono.empty()).subscribe(v -> {}, e -> {}, () -> System.out.println("  complete"));
  }

  static Mono<String> source() {
    return Mono.create(sink -> {
      System.out.println("  the source begins");
      sink.onDispose(() -> System.out.println("  the source is disposed of"));
    });
  }
}
JAVA
java -cp "lib/*" Finding.java 2>/dev/null | tee seen
cat > expected <<'TXT'
Mono.takeUntilOther
  complete
  the source begins
  the source is disposed of
Mono.timeout
  complete
  the source begins
  the source is disposed of
Mono.firstWithSignal
  complete
Flux.takeUntilOther
  complete
  the source begins
  the source is disposed of
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
