package io.sluice.metrics;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.SluiceConfig;
import io.sluice.metrics.Spans.Span;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.TraceContext;
import io.sluice.testing.TestEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** Spans and meters are named as OpenTelemetry's conventions for messaging say, version 1.44.0. */
class ConventionsTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final TaskType<String, String> ECHO =
      TaskType.of("echo", String.class, String.class);
  private static final TaskType<String, String> LAST =
      TaskType.of("last", String.class, String.class);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final Map<String, Set<String>> conventions = conventions();
  private final ObservationRegistry registry = ObservationRegistry.create();
  private final Spans spans = new Spans();
  private final String queue = ENGINE.queue();
  private Sluice sluice;
  private Worker worker;

  @BeforeEach
  void start() {
    registry.observationConfig().observationHandler(spans);
    sluice =
        Sluice.builder(SluiceConfig.of(ENGINE.redis().uri()))
            .intercept(new EnqueueObservations(registry))
            .connect();
    worker =
        sluice
            .worker(queue)
            .intercept(new TaskObservations(registry))
            .handle(ECHO, task -> sluice.enqueue(queue, LAST.with("x")).thenReturn(task.payload()))
            .handle(LAST, task -> Mono.error(new IllegalStateException("no")))
            .start();
  }

  @AfterEach
  void stop() {
    worker.stop(Duration.ZERO).block(SOON);
    sluice.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void eachNameIsOneOfTheConventionsOrOfSluice() {
    sluice
        .enqueue(queue, ECHO.with("x").retry(RetryPolicy.fixed(1, Duration.ofMillis(1))))
        .block(SOON);
    eventually(() -> spans.ended().size() >= 4);

    assertThat(spans.ended())
        .allSatisfy(
            span -> {
              assertThat(conventions.get("metric")).contains(span.metric());
              assertThat(span.attributes().keySet()).containsAll(conventions.get("required"));
              assertThat(span.attributes().keySet())
                  .filteredOn(name -> !name.startsWith("sluice."))
                  .isSubsetOf(conventions.get("attribute"));
              assertThat(conventions.get("operation"))
                  .contains(span.attribute("messaging.operation.type") + " " + span.kind());
              assertThat(span.name())
                  .isEqualTo(span.attribute("messaging.operation.name") + " " + queue);
            });
    assertThat(spans.ended()).extracting(Span::kind).contains("PRODUCER", "CONSUMER");
  }

  @Test
  void oneTraceGoesFromTheEnqueueThroughTheRunToWhatTheRunEnqueues() {
    Observation request = Observation.start("request", registry);
    String id =
        sluice
            .enqueue(queue, ECHO.with("x"))
            .contextWrite(context -> context.put("micrometer.observation", request))
            .block(SOON)
            .id()
            .value();
    request.stop();
    eventually(() -> spans.ended().size() >= 5);

    Span root = named("request");
    Span send = child(root);
    Span process = child(send);
    Span sendMore = child(process);
    Span processMore = child(sendMore);
    assertThat(send.attribute("messaging.message.id")).isEqualTo(id);
    assertThat(process.attribute("messaging.message.id")).isEqualTo(id);
    assertThat(process.attribute("sluice.task.outcome")).isEqualTo("succeeded");
    assertThat(processMore.attribute("sluice.task.type")).isEqualTo("last");
    assertThat(processMore.attribute("sluice.task.outcome")).isEqualTo("failed");
    assertThat(processMore.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void aTraceThatAnObservationDoesNotStandForIsHandedOnAsItIs() {
    String own =
        sluice
            .enqueue(queue, ECHO.with("x").headers(Map.of("traceparent", PARENT)))
            .block(SOON)
            .id()
            .value();
    String ofContext =
        sluice
            .enqueue(queue, ECHO.with("x"))
            .contextWrite(TraceContext.of(PARENT, null, null).write())
            .block(SOON)
            .id()
            .value();

    assertThat(List.of(own, ofContext))
        .allSatisfy(
            id ->
                assertThat(ENGINE.find(queue, id).options().headers())
                    .containsEntry("traceparent", PARENT));
  }

  @Test
  void anEnqueueThatIsRefusedSaysWhy() {
    sluice.enqueue(queue, ECHO.with("x").id("once").delay(Duration.ofHours(1))).block(SOON);

    assertThatThrownBy(() -> sluice.enqueue(queue, ECHO.with("x").id("once")).block(SOON))
        .isInstanceOf(DuplicateTaskException.class);
    eventually(() -> spans.ended().size() == 2);
    assertThat(spans.ended().get(1).attribute("error.type"))
        .isEqualTo("io.sluice.task.DuplicateTaskException");
  }

  private Span named(String name) {
    return spans.ended().stream()
        .filter(span -> span.metric().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Span child(Span of) {
    eventually(() -> spans.ended().stream().anyMatch(span -> of.id().equals(span.parent())));
    Span child =
        spans.ended().stream()
            .filter(span -> of.id().equals(span.parent()))
            .findFirst()
            .orElseThrow();
    assertThat(child.trace()).isEqualTo(of.trace());
    return child;
  }

  private static Map<String, Set<String>> conventions() {
    try (InputStream in = ConventionsTest.class.getResourceAsStream("messaging-1.44.0.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(
              Collectors.groupingBy(
                  line -> line.substring(0, line.indexOf(' ')),
                  Collectors.mapping(
                      line -> line.substring(line.indexOf(' ') + 1), Collectors.toSet())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
