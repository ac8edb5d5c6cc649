package io.sluice.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.metrics.TaskObservations;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * A trace goes from an HTTP caller over the gateway and Redis into the worker of another engine.
 */
class TraceTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final Map<String, String> PARENTS = new ConcurrentHashMap<>();
  private static final Sluice WORKER =
      Sluice.builder(SluiceConfig.of(GATEWAY.redis().uri())).connect();

  /** Keeps the parent of the span of each task, as a tracer would read it. */
  private static final class Tracer
      implements ObservationHandler<ReceiverContext<Map<String, String>>> {
    @Override
    public void onStart(ReceiverContext<Map<String, String>> context) {
      PARENTS.put(
          context.getHighCardinalityKeyValue("messaging.message.id").getValue(),
          String.valueOf(context.getGetter().get(context.getCarrier(), "traceparent")));
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return context instanceof ReceiverContext;
    }
  }

  @BeforeAll
  static void work() {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new Tracer());
    WORKER
        .worker("traced")
        .intercept(new TaskObservations(registry))
        .handle(TaskType.of("a", String.class, String.class), task -> Mono.just(task.payload()))
        .start();
  }

  @AfterAll
  static void stop() {
    WORKER.stop(Duration.ZERO).block(SOON);
    GATEWAY.close();
  }

  @Test
  void theTraceOfARequestIsThatOfTheRunOfItsTask() {
    Reply ended =
        HTTP.post(
            "/v1/queues/traced/tasks",
            "{\"type\":\"a\",\"payload\":\"x\"}",
            "traceparent",
            PARENT,
            "tracestate",
            "rojo=1",
            "Prefer",
            "wait=20");

    assertThat(ended.member("state")).isEqualTo("succeeded");
    assertThat(PARENTS).containsEntry(ended.member("id"), PARENT);
  }

  @Test
  void eachLineOfAStreamCarriesTheTraceOfTheRequest() {
    Reply answers =
        HTTP.postAs(
            "application/x-ndjson",
            "/v1/queues/traced/tasks",
            "{\"type\":\"a\",\"payload\":\"x\",\"id\":\"l1\"}\n"
                + "{\"type\":\"a\",\"payload\":\"x\",\"id\":\"l2\"}\n",
            "traceparent",
            PARENT);

    assertThat(answers.status()).isEqualTo(200);
    WORKER.tasks().await("traced", "l1").block(SOON);
    WORKER.tasks().await("traced", "l2").block(SOON);
    assertThat(PARENTS).containsEntry("l1", PARENT).containsEntry("l2", PARENT);
  }

  @Test
  void headersOfTheTaskGoBeforeThoseOfTheRequest() {
    String own = PARENT.replace("b7ad6b7169203331", "00f067aa0ba902b7");
    Reply ended =
        HTTP.post(
            "/v1/queues/traced/tasks",
            "{\"type\":\"a\",\"payload\":\"x\",\"headers\":{\"traceparent\":\"" + own + "\"}}",
            "traceparent",
            PARENT,
            "Prefer",
            "wait=20");

    assertThat(PARENTS).containsEntry(ended.member("id"), own);
  }

  @Test
  void aTraceThatIsNoneCostsNoTask() {
    Reply ended =
        HTTP.post(
            "/v1/queues/traced/tasks",
            "{\"type\":\"a\",\"payload\":\"x\"}",
            "traceparent",
            "nonsense",
            "Prefer",
            "wait=20");

    assertThat(ended.member("state")).isEqualTo("succeeded");
    assertThat(PARENTS).containsEntry(ended.member("id"), "null");
  }
}
