package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.event.EngineEvent;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class MaintenanceTest {
  @RegisterExtension
  static final TestEngine ENGINE =
      TestEngine.with(
          config ->
              config
                  .withMaintainAllQueues(true)
                  .withRetention(new Retention(Duration.ofMillis(1), 100)));

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void anEngineThatCaresForAllQueuesPromotesInThoseItHasNoWorkerFor() {
    sluice.enqueue(queue, ECHO.with("x").delay(Duration.ofMillis(20))).block(SOON);

    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().ready() == 1);
    Eventually.eventually(
        () ->
            ENGINE.events(EngineEvent.TasksPromoted.class).stream()
                .anyMatch(event -> event.queue().value().equals(queue) && event.promoted() == 1));
  }

  @Test
  void finishedTasksAreSweptWhenTheirTimeIsOver() {
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();
    sluice.enqueue(queue, ECHO.with("x")).block(SOON);

    Eventually.eventually(
        ENGINE.stats(queue),
        view -> view.totals().succeeded() == 1 && view.counts().succeeded() == 0);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
    Eventually.eventually(
        () ->
            ENGINE.events(EngineEvent.TasksSwept.class).stream()
                .anyMatch(event -> event.queue().value().equals(queue)));
  }

  @Test
  void aLedgerThatDoesNotBalanceIsTold() {
    ENGINE
        .tampering()
        .commands()
        .hset(
            ("sluice:{" + queue + "}:counters").getBytes(UTF_8),
            Map.of("accepted".getBytes(UTF_8), "3".getBytes(UTF_8)));

    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();

    Eventually.eventually(
        () ->
            ENGINE.events(EngineEvent.LedgerAudited.class).stream()
                .anyMatch(
                    event ->
                        event.ledger().queue().value().equals(queue)
                            && event.ledger().acceptedBalance() == 3));
  }

  @Test
  void queuesAreListedByName() {
    sluice.enqueue(queue, ECHO.with("x")).block(SOON);

    assertThat(sluice.queues().list(null, 1000).block(SOON))
        .anyMatch(name -> name.value().equals(queue));
    assertThat(sluice.queues().find("nobody").blockOptional(SOON)).isEmpty();
  }
}
