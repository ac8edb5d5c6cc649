package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.fault.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A silence belongs to the fault that was there last when it began. */
class OutagesTest {
  private final Sends sends = new Sends(6, 0);

  OutagesTest() {
    long[] answered = {100, 200, 1_300, 1_400, 4_400, 4_500};
    for (int task = 0; task < answered.length; task++) {
      sends.handedOn(task, Sends.Send.ACKNOWLEDGED, answered[task], "id");
    }
  }

  @Test
  void theLongestSilenceAroundEachFaultIsTold() {
    assertThat(
            Outages.of(
                sends,
                List.of(fault(Fault.MOVE_SLOT, 250, 300), fault(Fault.KILL_MASTER, 1_350, 4_000))))
        .isEqualTo(Map.of("move-slot", once(1_100), "kill-master", once(3_000)));
  }

  @Test
  void aFaultAfterWhichNothingWasSentTellsNothing() {
    assertThat(Outages.of(sends, List.of(fault(Fault.KILL_MASTER, 5_000, 6_000)))).isEmpty();
  }

  @Test
  void whatBefallsWorkersIsNoOutage() {
    assertThat(Outages.of(sends, List.of(fault(Fault.KILL_WORKERS, 250, 300)))).isEmpty();
  }

  private static Map<String, Long> once(long millis) {
    return Map.of("count", 1L, "min", millis, "p50", millis, "max", millis);
  }

  private static FaultLog.Happened fault(Fault fault, long from, long to) {
    return new FaultLog.Happened(fault, FaultLog.NOBODY, from, to);
  }
}
