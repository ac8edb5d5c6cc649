package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineEvent.ConcurrencyAdapted.Reason;
import io.sluice.task.QueueName;
import org.junit.jupiter.api.Test;

class ConcurrencyMetersTest {
  private static final QueueName QUEUE = QueueName.of("q");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void theLimitOfAQueueIsTheSumOfItsWorkersAndDecisionsAreCountedByReason() {
    EngineMeters meters = new EngineMeters(registry);

    adapted(meters, 0, 4, Reason.START);
    adapted(meters, 0, 10, Reason.START);
    adapted(meters, 4, 6, Reason.LATENCY);
    adapted(meters, 10, 5, Reason.ERRORS);
    adapted(meters, 6, 3, Reason.PROBE);
    adapted(meters, 3, 6, Reason.PROBE);

    assertThat(registry.get("sluice.concurrency.limit").tag("queue", "q").gauge().value())
        .isEqualTo(11);
    assertThat(decisions("raised", "latency")).isEqualTo(1);
    assertThat(decisions("raised", "probe")).isEqualTo(1);
    assertThat(decisions("lowered", "errors")).isEqualTo(1);
    assertThat(decisions("lowered", "probe")).isEqualTo(1);
    assertThat(registry.find("sluice.concurrency.raised").tag("reason", "start").counter())
        .isNull();

    adapted(meters, 6, 0, Reason.STOP);
    adapted(meters, 5, 0, Reason.STOP);

    assertThat(registry.get("sluice.concurrency.limit").tag("queue", "q").gauge().value()).isZero();
    assertThat(registry.find("sluice.concurrency.lowered").tag("reason", "stop").counter())
        .isNull();
  }

  private static void adapted(EngineMeters meters, int from, int to, Reason reason) {
    meters.on(new EngineEvent.ConcurrencyAdapted(QUEUE, from, to, reason));
  }

  private double decisions(String direction, String reason) {
    return registry
        .get("sluice.concurrency." + direction)
        .tags("queue", "q", "reason", reason)
        .counter()
        .count();
  }
}
