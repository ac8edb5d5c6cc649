package io.sluice.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any cron in any place, around its clock changes: as a walk over each minute finds it. */
class WallClockPropertyTest {
  private static final Duration AROUND = Duration.ofHours(60);

  @Property
  void firesWhereAWalkOverEachMinuteFindsIt(
      @ForAll("crons") String cron,
      @ForAll("zones") ZoneId zone,
      @ForAll("times") Instant about,
      @ForAll DstGap gap) {
    ZoneOffsetTransition change = zone.getRules().nextTransition(about);
    Instant middle = change == null ? about : change.getInstant();
    Instant from = middle.minus(AROUND);
    Instant to = middle.plus(AROUND);

    Timing timing = new Timing.ByCron(Cron.parse(cron), zone, gap);

    assertThat(between(timing, from, to))
        .as("%s in %s around %s, %s", cron, zone, middle, gap)
        .isEqualTo(new MinuteWalker(cron, zone.getRules(), gap).fires(from, to));
  }

  private static List<Instant> between(Timing timing, Instant from, Instant to) {
    List<Instant> fires = new ArrayList<>();
    Instant at = timing.next(from.minusMillis(1));
    while (at != null && at.isBefore(to)) {
      fires.add(at);
      at = timing.next(at);
    }
    return fires;
  }

  /** Days that are there in every month, so that each cron fires some day. */
  @Provide
  Arbitrary<String> crons() {
    return Combinators.combine(
            field(0, 59),
            hours(),
            field(1, 28),
            field(1, 12),
            field(0, 7),
            Arbitraries.of(true, false))
        .as(
            (minute, hour, day, month, weekday, daily) ->
                daily
                    ? minute + " " + hour + " * * *"
                    : String.join(" ", minute, hour, day, month, weekday));
  }

  /** Clocks change at night. */
  private static Arbitrary<String> hours() {
    return Arbitraries.oneOf(field(0, 23), Arbitraries.of("0", "1", "2", "3", "0-3", "1,2", "*"));
  }

  private static Arbitrary<String> field(int least, int most) {
    Arbitrary<Integer> number = Arbitraries.integers().between(least, most);
    Arbitrary<String> range =
        Combinators.combine(number, number).as((a, b) -> Math.min(a, b) + "-" + Math.max(a, b));
    Arbitrary<Integer> step = Arbitraries.integers().between(1, Math.max(2, most / 2));
    Arbitrary<String> one = number.map(String::valueOf);
    Arbitrary<String> list = Combinators.combine(one, range).as((a, b) -> a + "," + b);
    Arbitrary<String> steps =
        Combinators.combine(Arbitraries.oneOf(Arbitraries.just("*"), range, one), step)
            .as((of, by) -> of + "/" + by)
            .filter(each -> most >= 12 || !each.matches("[0-9]+/.*"));
    return Arbitraries.oneOf(Arbitraries.just("*"), one, range, list, steps);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList()).map(ZoneId::of);
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(
            Instant.parse("1975-01-01T00:00:00Z").getEpochSecond() / 60,
            Instant.parse("2060-01-01T00:00:00Z").getEpochSecond() / 60)
        .map(minute -> Instant.ofEpochSecond(minute * 60));
  }
}
