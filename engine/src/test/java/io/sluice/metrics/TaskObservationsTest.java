package io.sluice.metrics;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class TaskObservationsTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final TaskType<String, String> ECHO =
      TaskType.of("echo", String.class, String.class);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private final ObservationRegistry registry = ObservationRegistry.create();
  private final List<ReceiverContext<?>> stopped = new CopyOnWriteArrayList<>();
  private Worker worker;

  /** Stands in for a tracer: reads what it would. */
  private final class Tracer implements ObservationHandler<ReceiverContext<Map<String, String>>> {
    @Override
    public void onStart(ReceiverContext<Map<String, String>> context) {
      String parent = context.getGetter().get(context.getCarrier(), "traceparent");
      context.put("parent", String.valueOf(parent));
    }

    @Override
    public void onStop(ReceiverContext<Map<String, String>> context) {
      stopped.add(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return context instanceof ReceiverContext;
    }
  }

  @AfterEach
  void stop() {
    worker.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void aRunGoesOnWithTheTraceInTheHeadersOfItsTask() {
    start(
        Mono.deferContextual(context -> Mono.just(context.hasKey("micrometer.observation") + "")));

    String result =
        sluice
            .enqueue(queue, ECHO.with("x").headers(Map.of("traceparent", PARENT)))
            .flatMap(sluice::result)
            .block(SOON);

    assertThat(result).isEqualTo("true");
    Eventually.eventually(() -> stopped.size() == 1);
    ReceiverContext<?> run = stopped.get(0);
    assertThat(run.getName()).isEqualTo("messaging.process.duration");
    assertThat(run.<String>get("parent")).isEqualTo(PARENT);
    assertThat(value(run, "messaging.destination.name")).isEqualTo(queue);
    assertThat(value(run, "sluice.task.type")).isEqualTo("echo");
    assertThat(value(run, "sluice.task.outcome")).isEqualTo("succeeded");
    assertThat(run.getHighCardinalityKeyValue("sluice.task.attempt").getValue()).isEqualTo("1");
  }

  @Test
  void aRunThatFailsSaysWhy() {
    start(Mono.error(new IllegalStateException("no")));
    RetryPolicy once = RetryPolicy.fixed(1, Duration.ofMillis(1));

    String id = sluice.enqueue(queue, ECHO.with("x").retry(once)).block(SOON).id().value();
    ENGINE.ended(queue, id);

    // The task ends before its observation does.
    Eventually.eventually(() -> stopped.size() == 1);
    assertThat(value(stopped.get(0), "sluice.task.outcome")).isEqualTo("failed");
    assertThat(stopped.get(0).getError()).hasMessage("no");
  }

  @Test
  void aRunThatIsCancelledEndsToo() {
    AtomicInteger begun = new AtomicInteger();
    start(Mono.<String>never().doOnSubscribe(any -> begun.incrementAndGet()));
    String id = sluice.enqueue(queue, ECHO.with("x")).block(SOON).id().value();
    Eventually.eventually(() -> begun.get() == 1);

    sluice.tasks().cancel(queue, id).block(SOON);

    Eventually.eventually(() -> stopped.size() == 1);
    assertThat(value(stopped.get(0), "sluice.task.outcome")).isEqualTo("cancelled");
  }

  private void start(Mono<String> run) {
    registry.observationConfig().observationHandler(new Tracer());
    worker =
        sluice
            .worker(queue)
            .intercept(new TaskObservations(registry))
            .handle(ECHO, task -> run)
            .start();
  }

  private static String value(ReceiverContext<?> run, String key) {
    return run.getLowCardinalityKeyValue(key).getValue();
  }
}
