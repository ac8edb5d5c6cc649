package io.sluice.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks that are set forward and back. */
class WallClockTest {
  @Test
  void aTimeInTheGapFiresOnceRightAfterIt() {
    assertThat(fires("30 2 * * *", "Europe/Berlin", DstGap.SHIFT, "2027-03-27T00:00:00Z", 3))
        .containsExactly("2027-03-27T01:30:00Z", "2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z");
  }

  @Test
  void aTimeInTheGapIsLeftOutOnRequest() {
    assertThat(fires("30 2 * * *", "Europe/Berlin", DstGap.SKIP, "2027-03-27T00:00:00Z", 3))
        .containsExactly("2027-03-27T01:30:00Z", "2027-03-29T00:30:00Z", "2027-03-30T00:30:00Z");
  }

  @Test
  void aTimeThatComesTwiceFiresTheFirstTime() {
    for (DstGap gap : DstGap.values()) {
      assertThat(fires("30 2 * * *", "Europe/Berlin", gap, "2027-10-30T00:00:00Z", 3))
          .containsExactly("2027-10-30T00:30:00Z", "2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z");
    }
  }

  @Test
  void allTimesInTheGapAreOneFireAndOneWithTheTimeRightAfterIt() {
    assertThat(fires("*/10 2,3 * * *", "Europe/Berlin", DstGap.SHIFT, "2027-03-28T00:00:00Z", 3))
        .containsExactly("2027-03-28T01:00:00Z", "2027-03-28T01:10:00Z", "2027-03-28T01:20:00Z");
  }

  @Test
  void whatFiresSeveralTimesAnHourGoesOnWhileClocksShowAgainWhatTheyShowed() {
    assertThat(fires("*/30 1-3 * * *", "Europe/Berlin", DstGap.SHIFT, "2027-10-30T22:59:00Z", 9))
        .containsExactly(
            "2027-10-30T23:00:00Z", // 1:00
            "2027-10-30T23:30:00Z",
            "2027-10-31T00:00:00Z", // 2:00
            "2027-10-31T00:30:00Z",
            "2027-10-31T01:00:00Z", // 2:00 again
            "2027-10-31T01:30:00Z",
            "2027-10-31T02:00:00Z", // 3:00
            "2027-10-31T02:30:00Z",
            "2027-11-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "*/5 1-23 * * *, PT5M",
    "*/10 0-6 * * *, PT10M",
    "*/5 2-3 * * *, PT5M",
    "*/30 * 2-5 * * *, PT30S"
  })
  void subHourlyWorkInSomeHoursIsNeverSilentWhenClocksGoBack(String cron, Duration period) {
    Timing timing = timing(cron, "Europe/Berlin", DstGap.SHIFT);
    Instant at = Instant.parse("2027-10-31T00:00:00Z");
    while (at.isBefore(Instant.parse("2027-10-31T01:30:00Z"))) {
      Instant next = timing.next(at);
      assertThat(Duration.between(at, next)).isEqualTo(period);
      at = next;
    }
  }

  @Test
  void someTimesOfOneHourAreFixedTimesAndFireOnce() {
    for (String cron : List.of("*/20 2 * * *", "0,20,40 2 * * *")) {
      assertThat(fires(cron, "Europe/Berlin", DstGap.SHIFT, "2027-10-30T23:00:00Z", 4))
          .containsExactly(
              "2027-10-31T00:00:00Z",
              "2027-10-31T00:20:00Z",
              "2027-10-31T00:40:00Z",
              "2027-11-01T01:00:00Z");
    }
  }

  @Test
  void aCronOfEveryHourGoesByElapsedTime() {
    for (DstGap gap : DstGap.values()) {
      assertThat(fires("30 * * * *", "Europe/Berlin", gap, "2027-03-28T00:00:00Z", 3))
          .containsExactly("2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z", "2027-03-28T02:30:00Z");
      assertThat(fires("30 * * * *", "Europe/Berlin", gap, "2027-10-31T00:00:00Z", 3))
          .containsExactly("2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z", "2027-10-31T02:30:00Z");
    }
  }

  @Test
  void aMinutelyCronIsNeverSilent() {
    Timing timing = timing("* * * * *", "Europe/Berlin", DstGap.SHIFT);
    Instant at = Instant.parse("2027-10-30T00:00:00Z");
    for (int i = 0; i < 3 * 24 * 60; i++) {
      Instant next = timing.next(at);
      assertThat(Duration.between(at, next)).isEqualTo(Duration.ofMinutes(1));
      at = next;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "America/Sao_Paulo, 2018-11-03T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
    "Asia/Beirut, 2022-03-26T12:00:00Z, 2022-03-26T22:00:00Z, 2022-03-27T21:00:00Z",
    "Africa/Cairo, 2023-04-27T12:00:00Z, 2023-04-27T22:00:00Z, 2023-04-28T21:00:00Z"
  })
  void aGapAtMidnightTakesNoDayAway(String zone, String from, String first, String second) {
    assertThat(fires("0 0 * * *", zone, DstGap.SHIFT, from, 2)).containsExactly(first, second);
    assertThat(fires("30 0 * * *", zone, DstGap.SHIFT, from, 1)).containsExactly(first);
    assertThat(fires("0 0 * * *", zone, DstGap.SKIP, from, 1)).containsExactly(second);
  }

  @Test
  void aDayThatAPlaceLeftOutFiresRightAfterIt() {
    assertThat(fires("0 12 30 12 *", "Pacific/Apia", DstGap.SHIFT, "2011-12-01T00:00:00Z", 2))
        .containsExactly("2011-12-30T10:00:00Z", "2012-12-29T22:00:00Z");
  }

  @Test
  void halfAnHourIsAGapToo() {
    assertThat(fires("15 2 * * *", "Australia/Lord_Howe", DstGap.SHIFT, "2027-10-02T00:00:00Z", 2))
        .containsExactly("2027-10-02T15:30:00Z", "2027-10-03T15:15:00Z");
  }

  private static List<String> fires(String cron, String zone, DstGap gap, String from, int count) {
    Timing timing = timing(cron, zone, gap);
    List<String> fires = new ArrayList<>();
    Instant at = Instant.parse(from);
    while (fires.size() < count) {
      at = timing.next(at);
      fires.add(at.toString());
    }
    return fires;
  }

  private static Timing timing(String cron, String zone, DstGap gap) {
    return new Timing.ByCron(Cron.parse(cron), ZoneId.of(zone), gap);
  }
}
