package io.sluice.gateway.api.tasks;

import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
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
          .field("onConflict", (body, value) -> body.onConflict = value.oneOf(OnConflict.class));

  private static final String NO_KEY = "none";

  private @Nullable String key;
  private @Nullable Duration window;
  private @Nullable OnConflict onConflict;

  /**
   * @throws io.sluice.task.InvalidTaskException when a value is out of range
   */
  Unique unique(FieldErrors errors) {
    if (key == null && !errors.isAt("/unique/key")) {
      errors.add("/unique/key", "unique.key is required");
    }
    return new Unique(
        key == null ? NO_KEY : key, window, onConflict == null ? OnConflict.REJECT : onConflict);
  }
}
