package io.sluice.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirePlanTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Timing SECONDLY = new Timing.Every(Duration.ofSeconds(1));
  private static final Timing MINUTELY = cron("* * * * *");
  private static final Timing NIGHTLY = cron("0 2 * * *");

  @ParameterizedTest
  @EnumSource(CatchUp.class)
  void whatIsDueFiresAndTheNextInstantFollows(CatchUp catchUp) {
    FirePlan plan = plan(MINUTELY, catchUp, NOON, NOON.plusMillis(3));

    assertThat(plan.fires()).containsExactly(NOON);
    assertThat(plan.next()).isEqualTo(NOON.plusSeconds(60));
  }

  @ParameterizedTest
  @EnumSource(CatchUp.class)
  void whatIsOnlyLateFiresAllTheSame(CatchUp catchUp) {
    FirePlan plan = plan(SECONDLY, catchUp, NOON.minus(CatchUp.GRACE), NOON);

    assertThat(plan.fires()).hasSize(11).startsWith(NOON.minus(CatchUp.GRACE)).endsWith(NOON);
    assertThat(plan.next()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void whatWasMissedIsDroppedOnRequest() {
    FirePlan plan = plan(MINUTELY, CatchUp.NONE, NOON.minusSeconds(600), at("12:00:30"));

    assertThat(plan.fires()).isEmpty();
    assertThat(plan.next()).isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void theLastOfWhatWasMissedFires() {
    FirePlan plan = plan(MINUTELY, CatchUp.LAST, NOON.minusSeconds(600), at("12:00:30"));

    assertThat(plan.fires()).containsExactly(NOON);
    assertThat(plan.next()).isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void theLastOfWhatWasMissedIsFoundThoughItWasLongAgo() {
    FirePlan plan = plan(NIGHTLY, CatchUp.LAST, NOON.minus(Duration.ofDays(3650)), NOON);
    assertThat(plan.fires()).containsExactly(at("02:00:00"));

    Timing yearly = cron("* * 3 1 1 *");
    FirePlan rare = plan(yearly, CatchUp.LAST, Instant.parse("1990-01-01T03:00:00Z"), NOON);
    assertThat(rare.fires()).containsExactly(Instant.parse("2026-01-01T03:59:59Z"));
    assertThat(rare.next()).isEqualTo(Instant.parse("2027-01-01T03:00:00Z"));
  }

  @Test
  void aMissedOneDoesNotFireBesideOneThatIsOnlyLate() {
    FirePlan plan = plan(MINUTELY, CatchUp.LAST, NOON.minusSeconds(600), at("12:00:05"));

    assertThat(plan.fires()).containsExactly(NOON);
  }

  @Test
  void allThatWasMissedInTheWindowFires() {
    FirePlan plan = plan(MINUTELY, CatchUp.ALL, NOON.minusSeconds(60 * 90), at("12:00:30"));

    assertThat(plan.fires()).hasSize(60).startsWith(at("11:01:00")).endsWith(NOON);
    assertThat(plan.next()).isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void allNeverCatchesLessThanTheLast() {
    for (Timing timing :
        List.of(NIGHTLY, cron("0 9 * * 1"), new Timing.Every(Duration.ofHours(7)))) {
      Instant due = timing.next(NOON.minus(Duration.ofDays(20)));
      FirePlan last = plan(timing, CatchUp.LAST, due, NOON);
      FirePlan all = plan(timing, CatchUp.ALL, due, NOON);

      assertThat(last.fires()).hasSize(1);
      assertThat(all).isEqualTo(last);
    }
  }

  @Test
  void ofVeryManyTheLatestFireAFewAtATime() {
    List<Instant> fires = new ArrayList<>();
    Instant due = NOON.minus(Duration.ofDays(400));
    int plans = 0;
    while (!due.isAfter(NOON)) {
      FirePlan plan = plan(SECONDLY, CatchUp.ALL, due, NOON);
      assertThat(plan.fires()).hasSizeLessThanOrEqualTo(FirePlan.MAX_FIRES);
      fires.addAll(plan.fires());
      due = plan.next();
      plans++;
    }

    assertThat(plans).isEqualTo(CatchUp.MOST / FirePlan.MAX_FIRES);
    assertThat(fires)
        .isEqualTo(
            Stream.iterate(NOON.minusSeconds(CatchUp.MOST - 1), at -> at.plusSeconds(1))
                .limit(CatchUp.MOST)
                .toList());
    assertThat(due).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void aPlanHoldsNoMoreThanItMay() {
    FirePlan plan = FirePlan.of(SECONDLY, CatchUp.NONE, NOON.minusSeconds(3), NOON, 1);

    assertThat(plan.fires()).containsExactly(NOON.minusSeconds(3));
    assertThat(plan.next()).isEqualTo(NOON.minusSeconds(2));
  }

  @Test
  void anInstantFurtherAwayThanThePeriodProvesThatTheClockWasSetBack() {
    Instant due = NOON.plusSeconds(3600);

    assertThat(FirePlan.sooner(MINUTELY, due, NOON.plusSeconds(3540), NOON))
        .isEqualTo(NOON.plusSeconds(60));
    assertThat(FirePlan.sooner(SECONDLY, due, null, NOON)).isEqualTo(NOON.plusSeconds(1));
    assertThat(FirePlan.sooner(NIGHTLY, NOON.plus(Duration.ofDays(30)), null, NOON))
        .isEqualTo(Instant.parse("2026-11-21T02:00:00Z"));
  }

  @Test
  void anInstantThatMayBeTheNextIsLeftAlone() {
    Instant half = at("12:00:30");
    assertThat(FirePlan.sooner(MINUTELY, at("12:01:00"), NOON, half)).isNull();
    // A second back, just after it fired.
    assertThat(FirePlan.sooner(MINUTELY, at("12:01:00"), NOON, NOON.minusSeconds(1))).isNull();
    // An hour back after the night's run, which is not to run twice.
    assertThat(
            FirePlan.sooner(
                NIGHTLY, Instant.parse("2026-11-21T02:00:00Z"), at("02:00:00"), at("01:15:00")))
        .isNull();
  }

  private static FirePlan plan(Timing timing, CatchUp catchUp, Instant due, Instant now) {
    return FirePlan.of(timing, catchUp, due, now, FirePlan.MAX_FIRES);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-20T" + time + "Z");
  }

  private static Timing cron(String text) {
    return new Timing.ByCron(Cron.parse(text), ZoneId.of("UTC"), DstGap.SHIFT);
  }
}
