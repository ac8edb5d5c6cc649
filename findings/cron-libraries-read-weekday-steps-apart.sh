#!/usr/bin/env bash
# Spring Framework 7.0.10 (spring-context), cron-utils 9.2.1 (UNIX and SPRING53), Quartz 2.5.2.
#
# "Every other day of the week", `*/2` in the field of the weekday, and a step behind a number, `5/2`
# (from Friday on). One would expect one meaning in libraries that all number the days from Sunday,
# and of cron-utils' Spring dialect that it does as Spring.
#
# Seen, for the weeks after Sunday, August 1, 2027:
#   */2   Spring counts from Monday (Mon Wed Fri Sun); cron-utils, in both dialects, and Quartz from
#         Sunday (Sun Tue Thu Sat).
#   7/2   Spring: Sundays only; cron-utils turns 7 into 0 before it steps: Sun Tue Thu Sat.
# None of them warns.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>com.cronutils</groupId><artifactId>cron-utils</artifactId><version>9.2.1</version></dependency>
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$dir/lib"

cat > Finding.java <<'JAVA'
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.*;
import java.time.format.TextStyle;
import java.util.*;
import java.util.function.UnaryOperator;
import org.springframework.scheduling.support.CronExpression;

public class Finding {
  private static final ZonedDateTime START = ZonedDateTime.parse("2027-08-01T12:00:00Z[UTC]");

  public static void main(String[] args) throws Exception {
    for (String days : List.of("*/2", "7/2")) {
      CronExpression spring = CronExpression.parse("0 0 0 * * " + days);
      show(days, "Spring", spring::next);
      ExecutionTime unix = utils(CronType.UNIX, "0 0 * * " + days);
      show(days, "cron-utils UNIX", at -> unix.nextExecution(at).orElseThrow());
      ExecutionTime spring53 = utils(CronType.SPRING53, "0 0 0 * * " + days);
      show(days, "cron-utils SPRING53", at -> spring53.nextExecution(at).orElseThrow());
    }
    org.quartz.CronExpression quartz = new org.quartz.CronExpression("0 0 0 ? * */2");
    quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
    show("*/2", "Quartz", at -> quartz.getNextValidTimeAfter(Date.from(at.toInstant())).toInstant().atZone(ZoneOffset.UTC));
  }

  static ExecutionTime utils(CronType type, String text) {
    return ExecutionTime.forCron(new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type)).parse(text));
  }

  static void show(String days, String who, UnaryOperator<ZonedDateTime> next) {
    StringBuilder line = new StringBuilder();
    ZonedDateTime at = START;
    for (int i = 0; i < 4; i++) {
      at = next.apply(at);
      line.append(' ').append(at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
    }
    System.out.printf("%-4s %-20s%s%n", days, who, line);
  }
}
JAVA
java -cp "lib/*" Finding.java | tee seen
cat > expected <<'TXT'
*/2  Spring               Mon Wed Fri Sun
*/2  cron-utils UNIX      Tue Thu Sat Sun
*/2  cron-utils SPRING53  Tue Thu Sat Sun
7/2  Spring               Sun Sun Sun Sun
7/2  cron-utils UNIX      Tue Thu Sat Sun
7/2  cron-utils SPRING53  Tue Thu Sat Sun
*/2  Quartz               Tue Thu Sat Sun
TXT
cmp -s seen expected || { echo CHANGED; diff seen expected; exit 1; }
echo "as described"
