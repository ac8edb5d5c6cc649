package io.sluice.protocol.record;

import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.RateLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of groups as text, {@code weight cap limit ms burst backlog}: 0 where there is no
 * limit, and '=' before what a group has from the rule for all others, so that scripts need only
 * one of the two.
 */
final class GroupRules {
  private static final String BY_DEFAULT = "";
  private static final String INHERITED = "=";
  private static final String NO_RATE = "0 0 0";
  private static final int PARTS = 6;

  /** The name under which scripts look for the rule for all others. */
  static final String OTHERS = "";

  /** The rules by the names under which scripts find them. */
  static Map<String, String> texts(Map<String, GroupRule> rules) {
    GroupRule others = rules.getOrDefault(GroupRule.DEFAULT, new GroupRule(null, null, null, null));
    Map<String, String> texts = new HashMap<>();
    rules.forEach(
        (group, rule) ->
            texts.put(group.equals(GroupRule.DEFAULT) ? OTHERS : group, text(rule, others)));
    return texts;
  }

  private static String text(GroupRule rule, GroupRule others) {
    RateLimit rate = rule.rate();
    return String.join(
        " ",
        number(rule.weight(), others.weight(), 1),
        number(rule.maxConcurrency(), others.maxConcurrency(), 0),
        rate == null ? inherited(others.rate()) : text(rate),
        number(rule.maxBacklog(), others.maxBacklog(), 0));
  }

  private static String number(@Nullable Long own, @Nullable Long others, long none) {
    return own == null ? INHERITED + (others == null ? none : others) : own.toString();
  }

  private static String inherited(@Nullable RateLimit rate) {
    return INHERITED + (rate == null ? NO_RATE : text(rate)).replace(" ", " " + INHERITED);
  }

  /** As by default where there is none. */
  static String text(@Nullable RateLimit rate) {
    return rate == null
        ? BY_DEFAULT
        : "%d %d %d".formatted(rate.limit(), rate.per().toMillis(), rate.burst());
  }

  static @Nullable RateLimit rate(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] parts = text.split(" ", -1);
    try {
      return new RateLimit(
          Long.parseLong(parts[0]),
          Duration.ofMillis(Long.parseLong(parts[1])),
          Long.parseLong(parts[2]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new StoreCorruptedException("a rate of a queue is no limit, ms and burst", e);
    }
  }

  static Map<String, GroupRule> read(Map<String, String> texts) {
    Map<String, GroupRule> rules = new HashMap<>();
    texts.forEach(
        (group, text) ->
            rules.put(group.equals(OTHERS) ? GroupRule.DEFAULT : group, rule(group, text)));
    return rules;
  }

  private static GroupRule rule(String group, String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length < PARTS) {
      throw new StoreCorruptedException("the rule of group " + group + " cannot be read", null);
    }
    try {
      return new GroupRule(
          own(parts[0]),
          own(parts[1]),
          parts[2].startsWith(INHERITED)
              ? null
              : rate(String.join(" ", parts[2], parts[3], parts[4])),
          own(parts[5]));
    } catch (NumberFormatException e) {
      throw new StoreCorruptedException("the rule of group " + group + " has no numbers", e);
    }
  }

  private static @Nullable Long own(String part) {
    return part.startsWith(INHERITED) ? null : Long.valueOf(part);
  }

  private GroupRules() {}
}
