package io.sluice.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *|2026-11-20T02:30 2026-11-21T02:30 2026-11-22T02:30",
        "*/20 5 * * *|2026-11-20T05:00 2026-11-20T05:20 2026-11-20T05:40 2026-11-21T05:00",
        "5/30 0 * * *|2026-11-20T00:05 2026-11-20T00:35 2026-11-21T00:05",
        "0 22/1 * * *|2026-11-20T22:00 2026-11-20T23:00 2026-11-21T22:00",
        "10-20/5 8-9 * * *|2026-11-20T08:10 2026-11-20T08:15 2026-11-20T08:20 2026-11-20T09:10",
        "0 0 * * SUN|2026-11-22T00:00 2026-11-29T00:00",
        "0 0 * * 0|2026-11-22T00:00 2026-11-29T00:00",
        "0 0 * * 7|2026-11-22T00:00 2026-11-29T00:00",
        "0 0 * * fri-sun|2026-11-20T00:00 2026-11-21T00:00 2026-11-22T00:00 2026-11-27T00:00",
        "0 0 1,15 * mon|2026-11-23T00:00 2026-11-30T00:00 2026-12-01T00:00 2026-12-07T00:00",
        "0 0 29 2 *|2028-02-29T00:00 2032-02-29T00:00",
        "0 0 31 * *|2026-12-31T00:00 2027-01-31T00:00 2027-03-31T00:00",
        "15,45 30 4 1 JAN *|2027-01-01T04:30:15 2027-01-01T04:30:45 2028-01-01T04:30:15",
        "* * * * * *|2026-11-20T00:00:00 2026-11-20T00:00:01 2026-11-20T00:00:02",
        "@hourly|2026-11-20T00:00 2026-11-20T01:00",
        "@daily|2026-11-20T00:00 2026-11-21T00:00",
        "@weekly|2026-11-22T00:00 2026-11-29T00:00",
        "@monthly|2026-12-01T00:00 2027-01-01T00:00",
        "@yearly|2027-01-01T00:00 2028-01-01T00:00",
        "'  0   0  *  * * '|2026-11-20T00:00 2026-11-21T00:00",
      })
  void firesAtTheTimesItNames(String cron, String times) {
    List<LocalDateTime> expected =
        List.of(times.split(" ", -1)).stream().map(LocalDateTime::parse).toList();

    List<LocalDateTime> found = new ArrayList<>();
    Instant at = Instant.parse("2026-11-19T23:59:59.500Z");
    while (found.size() < expected.size()) {
      at = Cron.parse(cron).next(at, ZoneOffset.UTC, DstGap.SHIFT);
      found.add(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
    }

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aLeapDayIsFoundAlsoWhenACenturyLeavesOneOut() {
    assertThat(Cron.parse("0 0 29 2 *").fields().next(LocalDateTime.of(2096, 3, 1, 0, 0)))
        .isEqualTo(LocalDateTime.of(2104, 2, 29, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "* * * *",
        "* * * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 8",
        "60 * * * * *",
        "x * * * *",
        "-5 * * * *",
        "1- * * * *",
        "5-1 * * * *",
        "*/0 * * * *",
        "*/90 * * * *",
        "1,,2 * * * *",
        "0 0 L * *",
        "0 0 15W * *",
        "0 0 ? * 1",
        "0 0 * * 1#2",
        "0 0 * * MONDAY",
        "@reboot",
        "@secondly",
        "5/3/2 * * * *",
        "99999999999999999999 * * * *"
      })
  void whatItCannotBeIsRefusedWithAReason(String cron) {
    assertThatExceptionOfType(InvalidTaskException.class)
        .isThrownBy(() -> Cron.parse(cron))
        .matches(refused -> refused.pointer().equals("/cron"))
        .withMessageContaining("cron '" + cron + "' will not do: ")
        .withMessageContaining("give minute, hour, day of month, month, day of week");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '\t',
      value = {
        "0 22-2 * * *\tthe hour '22-2' has '22-2', which ends before it begins: write 22-23,0-2",
        "50-10 * * * *\tthe minute '50-10' has '50-10', which ends before it begins: write"
            + " 50-59,0-10",
        "0 0 1 nov-feb *\twrite nov-dec,jan-feb",
        "0 0 * * fri-mon\twrite fri-sat,sun-mon",
        "0 0 * * 6-2\twrite 6,0-2",
        "0 22-2/2 * * *\twrite 22,0,2",
        "60 * * * *\tthe minute '60' has '60', which is not from 0 to 59",
        "0 0|12 * * *\tthe hour '0|12' has a '|': write a list like 0,12",
        "0 0 * * *||0 12 * * *\tit has a '|': put one schedule",
        "* * * * *|\thas a '|'",
        "|\tdialect unix takes 5 or 6 fields, these are 1",
        "0 0 ? * 1\tthe day of month '?' has a '?': write *; give dialect spring or quartz",
        "0 0 L * *\tdialect unix does not take; give dialect spring or quartz or bullmq or sidekiq",
        "0 0 15W * *\tgive dialect spring or quartz if",
        "0 0 * * 5#3\tgive dialect spring or quartz or bullmq or sidekiq if",
        "0 0 * * 5L\tgive dialect spring or quartz or bullmq if",
        "H * * * *\tthe minute 'H' has 'H', which is Jenkins's: write a number from 0 to 59",
        "@every 90s\tgive every: '90s' in place of cron, or dialect kubernetes",
        "@reboot\t@reboot is no time: enqueue the task when your program starts",
        "@DAILY\tthere is no word '@DAILY', write @daily",
        "@secondly\tthere are @annually @daily",
        "CRON_TZ=Asia/Tokyo 0 0 * * *\tgive it as timeZone",
        "TZ=Asia/Tokyo 0 0 * * *\tgive it as timeZone",
        "0 0 * * * 2027\ta year is taken by dialect quartz only, as its seventh field",
        "0 0 0 1 1 * 2028\tthese are 7; a year is taken by dialect quartz only",
        "0 0 * * * # x\tleave the comment away",
        "0 0 * * MONDAY\tthe day of week 'MONDAY' has 'MONDAY', write mon",
        "0 0 * january *\twrite jan",
        "*/90 * * * *\ta step of 90, longer than the field: write 0 for the first of the whole"
            + " range, or every: '90m'",
        "0 */24 * * *\tor every: '24h' in place of cron",
        "*/0 * * * *\thas a step of '0': a step is a number from 1",
        "1,,2 * * * *\ta comma with nothing before or after it",
        "0\u00a00 * * *\tit has a no-break space (U+00A0) in it: write a plain space",
        "0\u200b 0 * * *\tit has a zero width space (U+200B) in it"
      })
  void aRefusalNamesTheFieldAndSaysWhatToWriteInstead(String cron, String why) {
    assertThatExceptionOfType(InvalidTaskException.class)
        .isThrownBy(() -> Cron.parse(cron))
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "sun-tue, 0-2",
    "SUN-THU, 0-4",
    "7-2, 0-2",
    "sat-sun, 6-7",
    "5/2, '5,7'",
    "7/2, 7",
    "1/2, '1,3,5,7'",
    "sun/2, '0,2,4,6'"
  })
  void sundayIsTheFirstAndTheLastDay(String weekdays, String same) {
    assertThat(Cron.parse("0 0 * * " + weekdays).fields().days())
        .isEqualTo(Cron.parse("0 0 * * " + same).fields().days());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "* * * 30-31 2 *"})
  void whatNeverComesIsRefused(String cron) {
    assertThatExceptionOfType(InvalidTaskException.class)
        .isThrownBy(() -> Cron.parse(cron))
        .withMessageContaining("no day will ever match");
  }

  @Test
  void whatIsTooLongIsRefusedAndNotTold() {
    String list = "1,".repeat(5_000) + "2 * * * *";

    assertThatExceptionOfType(InvalidTaskException.class)
        .isThrownBy(() -> Cron.parse(list))
        .withMessageContaining("longer than 256 characters")
        .matches(refused -> refused.getMessage().length() < 600);
  }

  @Test
  void itIsToldInWords() {
    assertThat(Cron.parse("*/5 * * * *").description()).isEqualTo("every 5 minutes");
    assertThat(Cron.parse("30 2 * * *").description()).isEqualTo("at 02:30");
    assertThat(new Timing.Every(Duration.ofSeconds(1)).description()).isEqualTo("every second");
    assertThat(new Timing.Every(Duration.ofMinutes(90)).description())
        .isEqualTo("every 1 hour 30 minutes");
    assertThat(new Timing.Every(Duration.ofMillis(1_500)).description())
        .isEqualTo("every 1 second 500 milliseconds");
  }

  @Test
  void aFixedRateIsOnTheGridOfTheEpoch() {
    Timing every = new Timing.Every(Duration.ofMillis(1_500));

    assertThat(every.next(Instant.ofEpochMilli(2_999))).isEqualTo(Instant.ofEpochMilli(3_000));
    assertThat(every.next(Instant.ofEpochMilli(3_000))).isEqualTo(Instant.ofEpochMilli(4_500));
    assertThat(every.next(Instant.ofEpochMilli(3_000).plusNanos(1)))
        .isEqualTo(Instant.ofEpochMilli(4_500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.999S", "-PT10S", "P3651D", "PT1.0001S"})
  void aRateThatIsNoneIsRefused(String period) {
    assertThatExceptionOfType(InvalidTaskException.class)
        .isThrownBy(() -> new Timing.Every(Duration.parse(period)))
        .matches(refused -> refused.pointer().equals("/every"))
        .withMessageContaining("is " + Duration.parse(period));
  }
}
