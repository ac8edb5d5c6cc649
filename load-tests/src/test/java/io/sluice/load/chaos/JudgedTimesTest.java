package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.fault.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the judge makes of the times of a run, and the story that it tells of a task. */
class JudgedTimesTest extends JudgedRun {
  @Test
  void redeliveryIsTimedFromTheKillToTheNextStart() {
    faults.add(new FaultLog.Happened(Fault.KILL_WORKERS, 2, ORIGIN + 60, ORIGIN + 60));
    ran(2, WRONG, 5, 50);
    crashed(WRONG);
    Judge.Judged judged = judged();

    assertThat(judged.verdict().findings()).isEmpty();
    assertThat(judged.redelivery().first().getTotalCount()).isEqualTo(1);
    assertThat(judged.redelivery().first().getMaxValue()).isEqualTo(40);
    assertThat(broken(judged, 39)).isNotEmpty();
    assertThat(broken(judged, 40)).isEmpty();
  }

  @Test
  void aStopInGoodOrderThatReapsBreaksAMust() {
    Judge.Judged judged = judged();

    assertThat(
            Musts.broken(
                EnumSet.of(Fault.TERM_WORKERS),
                judged.redelivery(),
                1,
                List.of(),
                Duration.ofSeconds(3)))
        .singleElement()
        .asString()
        .contains("1 tasks were reaped");
  }

  @Test
  void anEngineThatIsReadyTooLateBreaksAMust() {
    Readiness readiness = new Readiness();
    FaultLog.Happened busy =
        new FaultLog.Happened(Fault.BUSY, FaultLog.NOBODY, ORIGIN, ORIGIN + 1_000);
    readiness.unready(1, ORIGIN + 500);
    readiness.ready(1, ORIGIN + 8_000);
    readiness.unready(2, ORIGIN + 500);
    readiness.ready(2, ORIGIN + 2_000);
    readiness.unready(3, ORIGIN + 500);
    readiness.gone(3);

    List<Readiness.Recovery> recoveries = readiness.recoveries(List.of(busy));

    assertThat(recoveries)
        .containsExactly(
            new Readiness.Recovery(busy, 1, 7_000), new Readiness.Recovery(busy, 2, 1_000));
    assertThat(
            Musts.broken(
                EnumSet.of(Fault.BUSY),
                judged().redelivery(),
                0,
                recoveries,
                Duration.ofSeconds(3)))
        .singleElement()
        .asString()
        .contains("engine 1 was ready 7,000 ms after busy was over");
  }

  @Test
  void theStoryOfATaskTellsAllThatIsKnownOfIt() {
    faults.add(new FaultLog.Happened(Fault.KILL_WORKERS, 2, ORIGIN + 60, ORIGIN + 60));
    ran(2, WRONG, 5, 50);

    String story =
        Story.of(
            new Evidence(sends, history, fates, audit(), orphans, letters, faults, poison),
            Map.of(1, 111L, 2, 222L),
            WRONG);

    assertThat(story)
        .contains("task 2, id own-2, in the end SUCCEEDED")
        .contains("ACKNOWLEDGED")
        .contains("START by worker 2 (process 222), attempt 1")
        .contains("SUCCEEDED by worker 1 (process 111)")
        .contains("fault kill-workers of worker 2");
  }

  private static List<String> broken(Judge.Judged judged, long limitMillis) {
    Duration session = Duration.ofMillis(limitMillis).minus(Musts.REDELIVERY_SLACK);
    return Musts.broken(EnumSet.of(Fault.KILL_WORKERS), judged.redelivery(), 1, List.of(), session);
  }
}
