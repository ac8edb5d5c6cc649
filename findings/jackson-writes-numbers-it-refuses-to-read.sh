#!/usr/bin/env bash
# Jackson Databind 3.1.8 (Maven Central, tools.jackson.core:jackson-databind), default JsonMapper.
#
# A BigInteger of 1,200 digits, and lists nested 501 deep. One would expect of a library with limits
# on both sides that what it writes it also reads, with the same mapper.
#
# Seen: the number is written without a word, and the same mapper refuses to read its own output,
# since only reading has a limit of digits (1,000). For depth both sides have the same limit, 500, and
# writing refuses in time. Who stores what a mapper wrote finds out when it is too late.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.1.8</version>
  </dependency></dependencies>
</project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$dir/lib"

cat > Finding.java <<'JAVA'
import java.math.BigInteger;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

public class Finding {
  private static final JsonMapper MAPPER = new JsonMapper();

  public static void main(String[] args) {
    System.out.println("1,000 digits: " + roundTrip(new BigInteger("9".repeat(1_000)), BigInteger.class));
    System.out.println("1,200 digits: " + roundTrip(new BigInteger("9".repeat(1_200)), BigInteger.class));
    Object nested = List.of();
    for (int i = 0; i < 500; i++) nested = List.of(nested);
    System.out.println("depth 501: " + roundTrip(nested, List.class));
  }

  static String roundTrip(Object value, Class<?> type) {
    byte[] written;
    try {
      written = MAPPER.writeValueAsBytes(value);
    } catch (RuntimeException refused) {
      return "writing refused";
    }
    try {
      return MAPPER.readValue(written, type).equals(value) ? "equal" : "other";
    } catch (RuntimeException refused) {
      return "written, reading refused";
    }
  }
}
JAVA
java -cp "lib/*" Finding.java | tee seen
cat > expected <<'TXT'
1,000 digits: equal
1,200 digits: written, reading refused
depth 501: writing refused
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
