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
 * An observation of Micrometer around each run of a handler, as that of a message that is
 * processed: with a tracer in the registry it is a span of kind consumer, whose parent is the W3C
 * trace in the headers of the task. To be given to {@code WorkerBuilder.intercept}, first of all;
 * {@code around(delivery, work)} does the same for what a receiver gets.
 *
 * <p>It is in the context of the run under the key by which Micrometer's own instrumentation finds
 * its parent. Each task of a batch has its own: observations of Micrometer have no links.
 *
 * <p>Names are those of OpenTelemetry's conventions for messaging, version 1.44.0.
 */
public final class TaskObservations implements TaskInterceptor {
  public static final String NAME = Messaging.PROCESS_DURATION;

  private static final String PROCESS = "process";

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
          return run.doOnError(error -> fail(observation, error))
              .doFinally(end -> end(observation, end))
              .contextWrite(written -> written.put(Messaging.CONTEXT_KEY, observation));
        });
  }

  private Observation begun(TaskContext<?> context) {
    ReceiverContext<Map<String, String>> received = new ReceiverContext<>(Map::get, Kind.CONSUMER);
    received.setCarrier(context.headers());
    return Observation.createNotStarted(NAME, () -> received, registry)
        .contextualName(PROCESS + " " + context.queue())
        .lowCardinalityKeyValue(Messaging.SYSTEM, Messaging.SLUICE)
        .lowCardinalityKeyValue(Messaging.OPERATION_NAME, PROCESS)
        .lowCardinalityKeyValue(Messaging.OPERATION_TYPE, PROCESS)
        .lowCardinalityKeyValue(Messaging.DESTINATION, context.queue().value())
        .lowCardinalityKeyValue(Messaging.TYPE, context.type())
        .highCardinalityKeyValue(Messaging.MESSAGE_ID, context.id().value())
        .highCardinalityKeyValue(Messaging.ATTEMPT, String.valueOf(context.attempt()))
        .start();
  }

  private static void fail(Observation observation, Throwable error) {
    observation
        .highCardinalityKeyValue(Messaging.ERROR_TYPE, error.getClass().getName())
        .error(error);
  }

  private static void end(Observation observation, SignalType end) {
    observation
        .lowCardinalityKeyValue(
            Messaging.OUTCOME,
            switch (end) {
              case ON_COMPLETE -> "succeeded";
              case CANCEL -> "cancelled";
              default -> "failed";
            })
        .stop();
  }
}
