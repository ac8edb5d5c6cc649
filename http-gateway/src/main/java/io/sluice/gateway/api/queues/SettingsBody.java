package io.sluice.gateway.api.queues;

import io.sluice.gateway.json.JsonValue;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a queue, as they are read. What is not given is as the engines are configured.
 */
final class SettingsBody {
  private static final ObjectShape<SettingsBody> RETENTION =
      ObjectShape.<SettingsBody>empty()
          .field("maxAge", (body, value) -> body.maxAge = value.duration())
          .field("maxCount", (body, value) -> body.maxCount = value.longInteger());

  private static final ObjectShape<SettingsBody> SHAPE =
      ObjectShape.<SettingsBody>empty()
          .field("maxBacklog", (body, value) -> body.maxBacklog = value.longInteger())
          .field("maxConcurrency", (body, value) -> body.maxConcurrency = value.longInteger())
          .holding("retention", RETENTION, SettingsBody::readRetention)
          .notYet("rateLimit")
          .notYet("weights")
          .notYet("durability");

  private @Nullable Long maxBacklog;
  private @Nullable Long maxConcurrency;
  private @Nullable Duration maxAge;
  private @Nullable Long maxCount;

  private SettingsBody() {}

  /** A duration alone is the age. */
  private static void readRetention(SettingsBody body, JsonValue value) {
    if (value.isText()) {
      body.maxAge = value.duration();
    } else {
      value.object(RETENTION, body);
    }
  }

  /**
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, or {@code
   *     validation_failed}
   */
  static QueueSettings parse(byte[] bytes) {
    SettingsBody body = new SettingsBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    if (body.maxBacklog != null && body.maxBacklog == 0) {
      errors.add(
          "/maxBacklog",
          "maxBacklog must be at least 1, is 0; leave it out to use the configuration of the"
              + " engines with");
      body.maxBacklog = null;
    }
    QueueSettings settings =
        errors.attempt(
            QueueSettings.NONE,
            none ->
                new QueueSettings(
                    body.maxBacklog, body.maxConcurrency, body.maxCount, body.maxAge));
    errors.throwIfAny();
    return settings;
  }
}
