package io.sluice.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.EnqueueInterceptor;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.TraceContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * An observation of Micrometer around each enqueue, as that of a message that is sent: with a
 * tracer in the registry it is a span of kind producer, and the runs of the task go on with it. To
 * be given to {@code SluiceBuilder.intercept}, first of all.
 *
 * <p>Its parent is the observation in the Reactor Context of the enqueue, else the current one of
 * the thread. A trace that the headers of the task name, or that only {@link TraceContext} carries,
 * is handed on as it is.
 *
 * <p>Names are those of OpenTelemetry's conventions for messaging, version 1.44.0.
 */
public final class EnqueueObservations implements EnqueueInterceptor {
  public static final String NAME = Messaging.CLIENT_DURATION;

  private static final String SEND = "send";

  private final ObservationRegistry registry;

  @SuppressWarnings("exports") // who has no Micrometer does not call it
  public EnqueueObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Mono<?> around(QueueName queue, NewTask<?, ?> task, Next next) {
    return Mono.deferContextual(
        context -> {
          Map<String, String> headers = headers(task, context);
          Observation observation = begun(queue, task, headers, parent(context));
          return next.with(headers)
              .doOnNext(enqueued -> name(observation, enqueued))
              .doOnError(error -> fail(observation, error))
              .doFinally(end -> observation.stop());
        });
  }

  /** Those of the task; of a trace that no observation stands for, too. */
  private static Map<String, String> headers(NewTask<?, ?> task, ContextView context) {
    Map<String, String> own = task.options().headers();
    return new LinkedHashMap<>(
        context.hasKey(Messaging.CONTEXT_KEY) ? own : TraceContext.in(context).addedTo(own));
  }

  private static @Nullable Observation parent(ContextView context) {
    Object there = context.getOrDefault(Messaging.CONTEXT_KEY, null);
    return there instanceof Observation parent ? parent : null;
  }

  private Observation begun(
      QueueName queue,
      NewTask<?, ?> task,
      Map<String, String> headers,
      @Nullable Observation parent) {
    SenderContext<Map<String, String>> sent =
        new SenderContext<>(EnqueueObservations::add, Kind.PRODUCER);
    sent.setCarrier(headers);
    Observation observation = Observation.createNotStarted(NAME, () -> sent, registry);
    if (parent != null) {
      observation.parentObservation(parent);
    }
    return observation
        .contextualName(SEND + " " + queue)
        .lowCardinalityKeyValue(Messaging.SYSTEM, Messaging.SLUICE)
        .lowCardinalityKeyValue(Messaging.OPERATION_NAME, SEND)
        .lowCardinalityKeyValue(Messaging.OPERATION_TYPE, SEND)
        .lowCardinalityKeyValue(Messaging.DESTINATION, queue.value())
        .lowCardinalityKeyValue(Messaging.TYPE, task.type().name())
        .start();
  }

  /** A trace must not cost a task, nor take the place of one that its caller chose. */
  private static void add(@Nullable Map<String, String> headers, String name, String value) {
    if (headers != null
        && headers.size() < TaskOptions.MAX_HEADERS
        && name.length() + value.length() <= TaskOptions.MAX_HEADER_LENGTH) {
      headers.putIfAbsent(name, value);
    }
  }

  private static void name(Observation observation, Object enqueued) {
    if (enqueued instanceof TaskHandle<?> handle) {
      observation.highCardinalityKeyValue(Messaging.MESSAGE_ID, handle.id().value());
    }
  }

  private static void fail(Observation observation, Throwable error) {
    observation
        .highCardinalityKeyValue(Messaging.ERROR_TYPE, error.getClass().getName())
        .error(error);
  }
}
