package io.sluice.metrics;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tracer of a page: reads and writes traceparent, and keeps the spans that have ended. */
final class Spans implements ObservationHandler<Observation.Context> {
  private static final String TRACEPARENT = "traceparent";

  private final List<Span> ended = new CopyOnWriteArrayList<>();

  /**
   * @param parent the id of the span that it goes on with; null for the first of a trace
   */
  record Span(
      String metric,
      String name,
      String kind,
      String trace,
      String id,
      @Nullable String parent,
      Map<String, String> attributes) {
    String attribute(String name) {
      return attributes.getOrDefault(name, "");
    }

    String traceparent() {
      return "00-" + trace + "-" + id + "-01";
    }
  }

  List<Span> ended() {
    return ended;
  }

  @Override
  public void onStart(Observation.Context context) {
    String parent = parentOf(context);
    String own =
        (parent == null ? "00-" + hex() + hex() : parent.substring(0, 35)) + "-" + hex() + "-01";
    context.put(TRACEPARENT, own);
    if (parent != null) {
      context.put("parent", parent);
    }
    if (context instanceof SenderContext<?> sent) {
      write(sent, own);
    }
  }

  private static <C> void write(SenderContext<C> sent, String traceparent) {
    sent.getSetter().set(sent.getCarrier(), TRACEPARENT, traceparent);
  }

  private static @Nullable String parentOf(Observation.Context context) {
    if (context instanceof ReceiverContext<?> received) {
      return read(received);
    }
    ObservationView parent = context.getParentObservation();
    return parent == null ? null : parent.getContextView().get(TRACEPARENT);
  }

  private static <C> @Nullable String read(ReceiverContext<C> received) {
    return received.getGetter().get(received.getCarrier(), TRACEPARENT);
  }

  @Override
  public void onStop(Observation.Context context) {
    String own = context.getRequired(TRACEPARENT);
    String parent = context.get("parent");
    ended.add(
        new Span(
            context.getName(),
            String.valueOf(context.getContextualName()),
            kindOf(context),
            own.substring(3, 35),
            own.substring(36, 52),
            parent == null ? null : parent.substring(36, 52),
            context.getAllKeyValues().stream()
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue))));
  }

  private static String kindOf(Observation.Context context) {
    if (context instanceof SenderContext<?> sent) {
      return sent.getKind().name();
    }
    return context instanceof ReceiverContext<?> received ? received.getKind().name() : "INTERNAL";
  }

  private static String hex() {
    return String.format("%016x", ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return true;
  }
}
