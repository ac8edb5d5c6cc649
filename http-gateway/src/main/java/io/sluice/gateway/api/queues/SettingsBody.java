package io.sluice.gateway.api.queues;

import io.sluice.gateway.json.JsonValue;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import java.time.Duration;
import java.util.Map;
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
          .object("rateLimit", RateBody.SHAPE, SettingsBody::newRate)
          .holding("groups", GroupBody.SHAPE, (body, value) -> body.groups.readGroups(value))
          .field("weights", (body, value) -> body.groups.readWeights(value))
          .field("ageEvery", (body, value) -> body.ageEvery = value.duration())
          .field("maxDelay", (body, value) -> body.maxDelay = value.duration())
          .field("durability", (body, value) -> body.durability = value.text())
          .object("target", TargetBody.SHAPE, SettingsBody::newTarget);

  private @Nullable Long maxBacklog;
  private @Nullable Long maxConcurrency;
  private @Nullable Duration maxAge;
  private @Nullable Long maxCount;
  private @Nullable RateBody rateLimit;
  private final GroupsBody groups = new GroupsBody();
  private @Nullable Duration ageEvery;
  private @Nullable Duration maxDelay;
  private @Nullable String durability;
  private @Nullable TargetBody target;

  private SettingsBody() {}

  /** Where tasks are sent to, as it is read. */
  private static final class TargetBody {
    static final ObjectShape<TargetBody> SHAPE =
        ObjectShape.<TargetBody>empty()
            .field("url", (body, value) -> body.url = value.text())
            .field("method", (body, value) -> body.method = value.text())
            .field("headers", (body, value) -> body.headers = value.texts());

    private @Nullable String url;
    private @Nullable String method;
    private Map<String, String> headers = Map.of();

    QueueSettings of(QueueSettings settings, FieldErrors errors) {
      String where = url;
      if (where == null) {
        if (!errors.isAt("/target/url")) {
          errors.add("/target/url", "target.url is required");
        }
        return settings;
      }
      String how = method == null ? PushTarget.DEFAULT_METHOD : method;
      return errors.attempt(settings, all -> all.target(new PushTarget(where, how, headers)));
    }
  }

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
          "maxBacklog must be at least 1, is 0; without it the engines use the bound of their own"
              + " configuration");
      body.maxBacklog = null;
    }
    QueueSettings settings = body.settings(errors);
    errors.throwIfAny();
    return settings;
  }

  private QueueSettings settings(FieldErrors errors) {
    FieldErrors ofRate = new FieldErrors();
    RateLimit rate = rateLimit == null ? null : rateLimit.rate(ofRate);
    errors.addAll("/rateLimit", ofRate);
    Map<String, GroupRule> rules = groups.rules(errors);
    QueueSettings settings =
        errors.attempt(
            QueueSettings.NONE,
            none ->
                new QueueSettings(
                    maxBacklog, maxConcurrency, maxCount, maxAge, rate, rules, ageEvery, maxDelay));
    String level = durability;
    QueueSettings safe =
        level == null
            ? settings
            : errors.attempt(settings, all -> all.durability(Durability.of(level)));
    return target == null ? safe : target.of(safe, errors);
  }

  private TargetBody newTarget() {
    TargetBody fresh = new TargetBody();
    target = fresh;
    return fresh;
  }

  private RateBody newRate() {
    RateBody fresh = new RateBody();
    rateLimit = fresh;
    return fresh;
  }
}
