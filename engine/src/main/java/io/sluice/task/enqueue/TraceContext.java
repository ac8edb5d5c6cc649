package io.sluice.task.enqueue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The trace that an enqueue belongs to, as W3C Trace Context and Baggage write it. It is taken from
 * the Reactor Context of the enqueue, travels in the headers of the task, and is in the Reactor
 * Context of its handler:
 *
 * <pre>
 *   sluice.enqueue(…).contextWrite(TraceContext.of(traceparent, tracestate, baggage).write())
 *   Mono.deferContextual(context -&gt; … TraceContext.in(context) …)
 * </pre>
 *
 * <p>What breaks the grammar is dropped, as the specification wants it, and never an error: a trace
 * must not cost a task. A {@code tracestate} without a {@code traceparent} means nothing and is
 * dropped too.
 *
 * @param traceparent {@code version-traceId-parentId-flags}
 * @param tracestate what vendors add
 * @param baggage of the application
 */
public record TraceContext(
    @Nullable String traceparent, @Nullable String tracestate, @Nullable String baggage) {
  public static final String TRACEPARENT = "traceparent";
  public static final String TRACESTATE = "tracestate";
  public static final String BAGGAGE = "baggage";

  /** Under which it is in a Reactor Context. */
  public static final Object KEY = TraceContext.class;

  /** No trace. */
  public static final TraceContext NONE = new TraceContext(null, null, null);

  public TraceContext {
    traceparent = TraceGrammar.isTraceparent(traceparent) ? traceparent : null;
    tracestate = traceparent != null && TraceGrammar.isTracestate(tracestate) ? tracestate : null;
    baggage = TraceGrammar.isBaggage(baggage) ? baggage : null;
  }

  public static TraceContext of(
      @Nullable String traceparent, @Nullable String tracestate, @Nullable String baggage) {
    return new TraceContext(traceparent, tracestate, baggage);
  }

  /** What the headers of a task carry. */
  public static TraceContext of(Map<String, String> headers) {
    return headers.isEmpty()
        ? NONE
        : new TraceContext(headers.get(TRACEPARENT), headers.get(TRACESTATE), headers.get(BAGGAGE));
  }

  /** The one of a Reactor Context, or {@link #NONE}. */
  public static TraceContext in(ContextView context) {
    Object there = context.isEmpty() ? NONE : context.<Object>getOrDefault(KEY, NONE);
    return there instanceof TraceContext trace ? trace : NONE;
  }

  /** For {@code contextWrite}. */
  public Function<Context, Context> write() {
    return context -> isEmpty() ? context : context.put(KEY, this);
  }

  public boolean isEmpty() {
    return traceparent == null && baggage == null;
  }

  /**
   * These headers and the trace. Headers of the task's own go before it, and so do the bounds of
   * headers: what there is no room for is left out.
   */
  public Map<String, String> addedTo(Map<String, String> headers) {
    if (isEmpty()) {
      return headers;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    if (!headers.containsKey(TRACEPARENT)) {
      add(all, TRACEPARENT, traceparent);
      if (all.containsKey(TRACEPARENT)) {
        add(all, TRACESTATE, tracestate);
      }
    }
    add(all, BAGGAGE, baggage);
    return all;
  }

  private static void add(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null
        && headers.size() < TaskOptions.MAX_HEADERS
        && name.length() + value.length() <= TaskOptions.MAX_HEADER_LENGTH) {
      headers.putIfAbsent(name, value);
    }
  }
}
