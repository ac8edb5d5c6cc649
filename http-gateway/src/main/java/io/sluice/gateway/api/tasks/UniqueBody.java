package io.sluice.gateway.api.tasks;

import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.enqueue.Debounce;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The member {@code unique} of an enqueue, as it is read. */
final class UniqueBody {
  static final ObjectShape<UniqueBody> SHAPE =
      ObjectShape.<UniqueBody>empty()
          .field("key", (body, value) -> body.key = value.text())
          .field("for", (body, value) -> body.window = value.duration())
          .field("onConflict", (body, value) -> body.onConflict = value.oneOf(OnConflict.class))
          .field("debounce", (body, value) -> body.quiet = value.duration())
          .field("maxWait", (body, value) -> body.maxWait = value.duration());

  private static final String NO_KEY = "none";

  private @Nullable String key;
  private @Nullable Duration window;
  private @Nullable OnConflict onConflict;
  private @Nullable Duration quiet;
  private @Nullable Duration maxWait;

  /**
   * @throws io.sluice.task.InvalidTaskException when a value is out of range
   */
  Unique unique(FieldErrors errors) {
    if (key == null && !errors.isAt("/unique/key")) {
      errors.add("/unique/key", "unique.key is required");
    }
    if (maxWait != null && quiet == null && !errors.isAt("/unique/debounce")) {
      errors.add("/unique/maxWait", "unique.maxWait must not be given without unique.debounce");
    }
    Debounce debounce = quiet == null ? null : new Debounce(quiet, maxWait);
    return new Unique(key == null ? NO_KEY : key, window, onConflict(debounce), debounce);
  }

  private OnConflict onConflict(@Nullable Debounce debounce) {
    if (onConflict != null) {
      return onConflict;
    }
    return debounce == null ? OnConflict.REJECT : OnConflict.KEEP_LAST;
  }
}
