package io.sluice.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.handler.TaskInterceptor;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * An observation of Micrometer around each run of a handler, as that of a message that was
 * received: with a tracer in the registry it is a span that goes on with the W3C trace in the
 * headers of the task. To be given to {@code WorkerBuilder.intercept}, first of all.
 *
 * <p>It is in the context of the run under the key by which Micrometer's own instrumentation finds
 * its parent.
 */
public final class TaskObservations implements TaskInterceptor {
  /** Not that of a timer of {@link EngineMeters}: one name cannot have two sets of tags. */
  public static final String NAME = "sluice.task.handle";

  /** The key of {@code ObservationThreadLocalAccessor}, which need not be there. */
  private static final String CONTEXT_KEY = "micrometer.observation";

  private static final String OUTCOME = "outcome";

  private final ObservationRegistry registry;

  @SuppressWarnings("exports") // who has no Micrometer does not call it
  public TaskObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Mono<?> around(TaskContext<?> context, Mono<?> run) {
    return Mono.defer(
        () -> {
          Observation observation = begun(context);
          return run.doOnError(observation::error)
              .doFinally(end -> end(observation, end))
              .contextWrite(written -> written.put(CONTEXT_KEY, observation));
        });
  }

  private Observation begun(TaskContext<?> context) {
    ReceiverContext<Map<String, String>> received = new ReceiverContext<>(Map::get, Kind.CONSUMER);
    received.setCarrier(context.headers());
    return Observation.createNotStarted(NAME, () -> received, registry)
        .contextualName(context.type() + " run")
        .lowCardinalityKeyValue("queue", context.queue().value())
        .lowCardinalityKeyValue("type", context.type())
        .highCardinalityKeyValue("task", context.id().value())
        .highCardinalityKeyValue("attempt", String.valueOf(context.attempt()))
        .start();
  }

  private static void end(Observation observation, SignalType end) {
    observation
        .lowCardinalityKeyValue(
            OUTCOME,
            switch (end) {
              case ON_COMPLETE -> "succeeded";
              case CANCEL -> "cancelled";
              default -> "failed";
            })
        .stop();
  }
}
