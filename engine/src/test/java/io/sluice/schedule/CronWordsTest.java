package io.sluice.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a cron is what it does. */
class CronWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unix|*/5 * * * *|every 5 minutes",
        "unix|* * * * *|every minute",
        "unix|* * * * * *|every second",
        "unix|*/10 * * * * *|every 10 seconds",
        "unix|0 * * * *|every hour",
        "unix|0 */6 * * *|at 00:00, 06:00, 12:00 and 18:00",
        "unix|0 */2 * * *|every 2 hours",
        "unix|30 * * * *|at minute 30 of each hour",
        "unix|30 2 * * *|at 02:30",
        "unix|0 9 * * 1-5|at 09:00 on Monday to Friday",
        "unix|0 9,17 * * sat,sun|at 09:00 and 17:00 on Saturday and Sunday",
        "unix|5/20 * * * *|at minutes 5, 25 and 45",
        "unix|*/5 1-23 * * *|every 5 minutes in hours 1 to 23",
        "unix|0 0 13 * 5|at 00:00 on day 13 of the month or on Friday",
        "unix|0 0 * * 5/2|at 00:00 on Friday and Sunday",
        "unix|0 0 * * */2|at 00:00 on Tuesday, Thursday, Saturday and Sunday",
        "unix|0 0 * * *,1|at 00:00",
        "unix|0 0 1 jan,jun-aug *|at 00:00 on day 1 of the month in January and June to August",
        "unix|30 0 8-18/2 * * *|at second 30 of minute 0 in hours 8, 10, 12, 14, 16 and 18",
        "spring|0 0 0 13 * 5|at 00:00 on day 13 of the month that is also Friday",
        "quartz|0 0 9 ? * 5#3|at 09:00 on the third Thursday of the month",
        "quartz|0 0 9 L-3 * ? 2027-2029|at 09:00 on the day 3 before the last day of the month of"
            + " 2027 to 2029",
        "spring|0 0 9 15W * *|at 09:00 on the day from Monday to Friday nearest to day 15 of the"
            + " month",
        "kubernetes|@every 1h30m|every 1 hour 30 minutes"
      })
  void wordsTellTheTimesAndTheDays(String dialect, String cron, String words) {
    assertThat(Cron.parse(cron, Dialect.valueOf(dialect.toUpperCase(Locale.ROOT))).description())
        .isEqualTo(words);
  }

  @Test
  void tooManyWordsAreNone() {
    assertThat(
            Cron.parse(
                    "1,4,7,9,12,14,17,19,22,24,27,29,32,34,37,39 1,4,7,9,12,14,17,19,22"
                        + " 1,3,5,7,9,11,13,15,17,19,21,23,25 * 1")
                .description())
        .isNull();
  }

  @Property(tries = 300)
  void whoReadsTheWordsFindsTheSameTimes(
      @ForAll("crons") String cron,
      @ForAll("dialects") Dialect dialect,
      @ForAll("seeds") long seed) {
    Cron read;
    try {
      read = Cron.parse(cron, dialect);
    } catch (io.sluice.task.InvalidTaskException anotherDialect) {
      return;
    }
    String words = read.description();
    if (words == null) {
      return;
    }
    WordsReader reader = new WordsReader(words);
    LocalDateTime at = LocalDateTime.of(2027, 1, 1, 0, 0).plusMinutes(seed);
    for (int i = 0; i < 40; i++) {
      LocalDateTime next = read.fields().next(at);
      assertThat(reader.names(next)).as("%s: %s names %s", cron, words, next).isTrue();
      LocalDateTime between = at.plusSeconds(1);
      int looked = 0;
      while (between.isBefore(next) && looked++ < 50) {
        assertThat(reader.names(between)).as("%s: %s names %s", cron, words, between).isFalse();
        between = between.plusSeconds(looked < 20 ? 1 : looked < 35 ? 977 : 86_400);
      }
      at = next;
    }
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().between(0, 1_000_000);
  }

  @Provide
  Arbitrary<Dialect> dialects() {
    return Arbitraries.of(Dialect.UNIX, Dialect.SPRING, Dialect.BULLMQ);
  }

  @Provide
  Arbitrary<String> crons() {
    return Combinators.combine(
            Arbitraries.of("0", "*", "*/10", "30", "15,45"),
            field(0, 59),
            field(0, 23),
            Arbitraries.oneOf(field(1, 28), Arbitraries.of("*", "*", "L", "1-7,L")),
            Arbitraries.oneOf(field(1, 12), Arbitraries.of("*", "*")),
            Arbitraries.oneOf(field(0, 6), Arbitraries.of("*", "*", "5#2", "1L", "5/2", "fri-sun")))
        .as(
            (second, minute, hour, day, month, weekday) ->
                String.join(" ", second, minute, hour, day, month, weekday));
  }

  private static Arbitrary<String> field(int least, int most) {
    Arbitrary<Integer> number = Arbitraries.integers().between(least, most);
    Arbitrary<String> one = number.map(String::valueOf);
    Arbitrary<String> range =
        Combinators.combine(number, number).as((a, b) -> Math.min(a, b) + "-" + Math.max(a, b));
    Arbitrary<String> step =
        Arbitraries.integers().between(1, Math.max(2, most / 2)).map(by -> "*/" + by);
    return Arbitraries.oneOf(
        Arbitraries.just("*"),
        one,
        range,
        step,
        Combinators.combine(one, one).as((a, b) -> a + "," + b));
  }
}
