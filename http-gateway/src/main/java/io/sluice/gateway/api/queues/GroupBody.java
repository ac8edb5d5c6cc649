package io.sluice.gateway.api.queues;

import io.sluice.gateway.json.JsonValue;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.RateLimit;
import org.jspecify.annotations.Nullable;

/** The rule of a group, as it is read. */
final class GroupBody {
  static final ObjectShape<GroupBody> SHAPE =
      ObjectShape.<GroupBody>empty()
          .field("weight", (body, value) -> body.weight = value.longInteger())
          .field("maxConcurrency", (body, value) -> body.maxConcurrency = value.longInteger())
          .object("rate", RateBody.SHAPE, GroupBody::newRate)
          .field("maxBacklog", (body, value) -> body.maxBacklog = value.longInteger());

  private static final GroupRule NOTHING = new GroupRule(null, null, null, null);

  private @Nullable Long weight;
  private @Nullable Long maxConcurrency;
  private @Nullable RateBody rate;
  private @Nullable Long maxBacklog;

  static GroupBody read(JsonValue value) {
    GroupBody body = new GroupBody();
    value.object(SHAPE, body);
    return body;
  }

  /**
   * @param errors takes what is wrong, by pointers from the rule on
   */
  GroupRule rule(FieldErrors errors) {
    FieldErrors ofRate = new FieldErrors();
    RateLimit limit = rate == null ? null : rate.rate(ofRate);
    errors.addAll("/rate", ofRate);
    return errors.attempt(
        NOTHING, nothing -> new GroupRule(weight, maxConcurrency, limit, maxBacklog));
  }

  private RateBody newRate() {
    RateBody fresh = new RateBody();
    rate = fresh;
    return fresh;
  }
}
