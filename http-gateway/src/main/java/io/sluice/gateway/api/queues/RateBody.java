package io.sluice.gateway.api.queues;

import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.view.RateLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A rate, as it is read. */
final class RateBody {
  static final ObjectShape<RateBody> SHAPE =
      ObjectShape.<RateBody>empty()
          .field("limit", (body, value) -> body.limit = value.longInteger())
          .field("per", (body, value) -> body.per = value.duration())
          .field("burst", (body, value) -> body.burst = value.longInteger());

  private @Nullable Long limit;
  private @Nullable Duration per;
  private @Nullable Long burst;

  /**
   * The rate, or null when it will not do.
   *
   * @param errors takes what is wrong, by pointers from the rate on
   */
  @Nullable RateLimit rate(FieldErrors errors) {
    Long starts = limit;
    Duration time = per;
    if (starts == null) {
      errors.add("/limit", "limit is required");
    }
    if (time == null) {
      errors.add("/per", "per is required");
    }
    if (starts == null || time == null) {
      return null;
    }
    try {
      return new RateLimit(starts, time, burst == null ? starts : burst);
    } catch (InvalidTaskException refused) {
      errors.add(refused.pointer(), String.valueOf(refused.getMessage()));
      return null;
    }
  }
}
