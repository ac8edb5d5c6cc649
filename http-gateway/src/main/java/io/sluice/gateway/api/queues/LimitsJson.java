package io.sluice.gateway.api.queues;

import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.json.WireDuration;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rates, rules of groups and how groups fare, on the wire; rules as they can be put again. */
final class LimitsJson {
  /** Four digits of a share are shown. */
  private static final double ROUNDING = 10_000;

  static void members(JsonObject json, QueueSettings settings) {
    RateLimit rate = settings.rateLimit();
    if (rate != null) {
      json.put("rateLimit", of -> rate(of, rate));
    }
    if (!settings.groups().isEmpty()) {
      json.put(
          "groups",
          groups ->
              new TreeMap<>(settings.groups())
                  .forEach((name, rule) -> groups.put(name, of -> rule(of, rule))));
    }
    json.put("ageEvery", duration(settings.ageEvery()))
        .put("maxDelay", duration(settings.maxDelay()));
    Durability durability = settings.durability();
    json.put("durability", durability == null ? null : durability.wireName());
    PushTarget target = settings.target();
    if (target != null) {
      json.put("target", of -> target(of, target));
    }
  }

  /** The groups of a queue with the largest backlog; the tasks without a group have no name. */
  static void groups(JsonObject json, List<GroupView> groups) {
    json.putAll("groups", groups, LimitsJson::group);
  }

  private static void group(JsonObject json, GroupView group) {
    json.put("group", group.group().isEmpty() ? null : group.group())
        .put("ready", group.ready())
        .put("running", group.running())
        .put("share", Math.round(group.share() * ROUNDING) / ROUNDING)
        .put("barredUntil", group.barredUntil());
  }

  private static void target(JsonObject json, PushTarget target) {
    json.put("url", target.url()).put("method", target.method());
    if (!target.headers().isEmpty()) {
      json.put("headers", of -> new TreeMap<>(target.headers()).forEach(of::put));
    }
  }

  private static void rule(JsonObject json, GroupRule rule) {
    json.put("weight", rule.weight()).put("maxConcurrency", rule.maxConcurrency());
    RateLimit rate = rule.rate();
    if (rate != null) {
      json.put("rate", of -> rate(of, rate));
    }
    json.put("maxBacklog", rule.maxBacklog());
  }

  private static void rate(JsonObject json, RateLimit rate) {
    json.put("limit", rate.limit())
        .put("per", WireDuration.format(rate.per()))
        .put("burst", rate.burst());
  }

  private static @Nullable String duration(@Nullable Duration duration) {
    return duration == null ? null : WireDuration.format(duration);
  }

  private LimitsJson() {}
}
