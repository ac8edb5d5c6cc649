package io.sluice.gateway.api.tasks;

import io.sluice.gateway.json.ObjectShape;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.RetryPolicy.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The member {@code retry} of an enqueue, as it is read. What is not given is as by default. */
final class RetryBody {
  static final ObjectShape<RetryBody> SHAPE =
      ObjectShape.<RetryBody>empty()
          .field("maxAttempts", (body, value) -> body.maxAttempts = value.integer())
          .field("backoff", (body, value) -> body.backoff = value.oneOf(Backoff.class))
          .field("initial", (body, value) -> body.initial = value.duration())
          .field("max", (body, value) -> body.max = value.duration())
          .field("jitter", (body, value) -> body.jitter = value.decimal())
          .field("total", (body, value) -> body.total = value.duration());

  private @Nullable Integer maxAttempts;
  private @Nullable Backoff backoff;
  private @Nullable Duration initial;
  private @Nullable Duration max;
  private @Nullable Double jitter;
  private @Nullable Duration total;

  /**
   * @throws io.sluice.task.InvalidTaskException when a value is out of range
   */
  RetryPolicy policy() {
    RetryPolicy byDefault = RetryPolicy.DEFAULT;
    return new RetryPolicy(
        maxAttempts == null ? byDefault.maxAttempts() : maxAttempts,
        backoff == null ? byDefault.backoff() : backoff,
        initialOrDefault(),
        maxOrDefault(),
        jitter == null ? byDefault.jitter() : jitter,
        total);
  }

  /** The default gives way to the bound that the caller sets. */
  private Duration initialOrDefault() {
    if (initial != null) {
      return initial;
    }
    return max != null && max.compareTo(RetryPolicy.DEFAULT_INITIAL) < 0
        ? max
        : RetryPolicy.DEFAULT_INITIAL;
  }

  private Duration maxOrDefault() {
    if (max != null) {
      return max;
    }
    return initial != null && initial.compareTo(RetryPolicy.DEFAULT_MAX) > 0
        ? initial
        : RetryPolicy.DEFAULT_MAX;
  }
}
