package io.sluice.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schedule.CatchUp;
import io.sluice.schedule.Dialect;
import io.sluice.schedule.DstGap;
import io.sluice.schedule.Overlap;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.Timing;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a schedule is stored, also by versions before this one. */
class ScheduleLineTest {
  @Test
  void aLineThatWasStoredBeforeThereWereDialectsIsOfUnix() {
    ScheduleLine line =
        ScheduleLine.parse("1x7 skip 60000 all cron skip Europe/Berlin 30 2 * * MON-FRI");

    assertThat(line.revision()).isEqualTo("1x7");
    assertThat(line.expiresInMs()).isEqualTo(60_000);
    assertThat(line.schedule())
        .isEqualTo(
            Schedule.cron("30 2 * * MON-FRI", ZoneId.of("Europe/Berlin"))
                .dstGap(DstGap.SKIP)
                .overlap(Overlap.SKIP)
                .catchUp(CatchUp.ALL));
    assertThat(line.text())
        .isEqualTo("1x7 skip 60000 all cron skip Europe/Berlin 30 2 * * MON-FRI");
    assertThat(ScheduleLine.parse("a allow 0 last every 90000").text())
        .isEqualTo("a allow 0 last every 90000");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aLineKeepsTheDialect(Dialect dialect) {
    String cron = dialect == Dialect.QUARTZ ? "0 0 9 ? * 5" : "0 9 * * 5";
    Schedule schedule =
        Schedule.cron(
            dialect == Dialect.SPRING ? "0 " + cron : cron, ZoneId.of("Europe/Berlin"), dialect);
    String text = new ScheduleLine("r", 0, schedule).text();

    assertThat(ScheduleLine.parse(text).schedule()).isEqualTo(schedule);
    assertThat(text.split(" ", -1)[4]).isEqualTo(dialect == Dialect.UNIX ? "cron" : dialect.word());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r allow 0 last cron shift Mars/Olympus 0 9 * * 5",
        "r allow 0 last lunar shift UTC 0 9 * * 5",
        "r allow 0 last cron shift UTC 0 9 * * 55",
        "r allow 0 last spring shift UTC 0 0 9 * * 5",
        "r sometimes 0 last every 1000",
        "r"
      })
  void whatCannotBeReadIsShownWithAReasonAndNeverFires(String line) {
    Schedule shown = ScheduleLine.show(line);

    assertThat(shown.timing()).isInstanceOf(Timing.Unreadable.class);
    assertThat(((Timing.Unreadable) shown.timing()).why())
        .startsWith("this schedule cannot be read here: ")
        .doesNotContain("Exception")
        .doesNotContain("java.");
    assertThat(shown.timing().next(java.time.Instant.EPOCH)).isNull();
  }
}
