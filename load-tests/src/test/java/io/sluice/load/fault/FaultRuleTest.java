package io.sluice.load.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultRuleTest {
  private static final Duration RUN = Duration.ofSeconds(10);

  @Test
  void aCountComesExactlySoOftenInsideTheRun() {
    List<FaultPlan.Due> due = drawn("kill-workers=7", 1);

    assertThat(due).hasSize(7);
    assertThat(due).allMatch(each -> each.fault() == Fault.KILL_WORKERS);
    assertThat(due).allMatch(each -> each.atMillis() >= 0 && each.atMillis() < RUN.toMillis());
  }

  @Test
  void aPeriodComesAllAlong() {
    List<FaultPlan.Due> due = drawn("flush-scripts@100ms", 1);

    assertThat(due).hasSize(100);
    assertThat(due.get(0).atMillis()).isEqualTo(100);
    assertThat(due.get(99).atMillis()).isEqualTo(10_000);
  }

  @Test
  void aNameAloneComesAtLeastOnce() {
    assertThat(drawn("loading", 1)).hasSize(1);
    assertThat(drawn("kill-workers", 1)).hasSize(3);
  }

  @Test
  void theSameSeedDrawsTheSameInstants() {
    assertThat(drawn("kill-workers=7", 5)).isEqualTo(drawn("kill-workers=7", 5));
    assertThat(drawn("kill-workers=7", 5)).isNotEqualTo(drawn("kill-workers=7", 6));
  }

  @Test
  void aWrongNameIsToldWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("kill-worker"))
        .withMessageContaining("'kill-worker'")
        .withMessageContaining("kill-workers, stop-workers");
    assertThatIllegalArgumentException().isThrownBy(() -> read("busy=0"));
    assertThatIllegalArgumentException().isThrownBy(() -> read("busy@0s"));
  }

  @Test
  void aRedisOfSomebodyElseIsLeftAlone() {
    assertThat(FaultPlan.usual(fault -> fault.where() != Fault.Where.REDIS))
        .isNotEmpty()
        .noneMatch(rule -> rule.fault().where() == Fault.Where.REDIS);
  }

  @Test
  void everyFaultFitsSomeTopology() {
    assertThat(Fault.values())
        .allMatch(fault -> Arrays.stream(Topology.values()).anyMatch(each -> each.fits(fault)));
    assertThat(Arrays.stream(Fault.values()).filter(Topology.SINGLE::fits))
        .contains(Fault.RESTART_REDIS, Fault.LOSE_REPLY)
        .doesNotContain(Fault.KILL_MASTER);
  }

  private static List<FaultPlan.Due> drawn(String text, long seed) {
    return FaultPlan.draw(List.of(read(text)), RUN, seed).inOrder();
  }

  private static FaultRule read(String text) {
    return FaultRule.read(text, period -> Duration.parse("PT" + inSeconds(period) + "S"));
  }

  private static double inSeconds(String period) {
    return period.endsWith("ms")
        ? Double.parseDouble(period.replace("ms", "")) / 1e3
        : Double.parseDouble(period.replace("s", ""));
  }
}
