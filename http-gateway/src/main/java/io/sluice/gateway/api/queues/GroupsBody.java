package io.sluice.gateway.api.queues;

import io.sluice.gateway.json.JsonValue;
import io.sluice.gateway.problem.FieldError;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.Texts;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rules of groups, as they are read: whole rules by name, and weights alone. */
final class GroupsBody {
  private Map<String, GroupBody> groups = Map.of();
  private Map<String, Long> weights = Map.of();

  void readGroups(JsonValue value) {
    groups = value.members("an object of rules by group", QueueSettings.MAX_RULES, GroupBody::read);
  }

  /** The short form for groups that have a weight and nothing else. */
  void readWeights(JsonValue value) {
    weights =
        value.members(
            "an object of weights by group", QueueSettings.MAX_RULES, JsonValue::longInteger);
  }

  Map<String, GroupRule> rules(FieldErrors errors) {
    Map<String, GroupRule> rules = new LinkedHashMap<>();
    groups.forEach((name, body) -> add(rules, name, rule(name, body, errors), errors, "/groups"));
    weights.forEach(
        (name, weight) -> add(rules, name, rule(name, weight, errors), errors, "/weights"));
    return rules;
  }

  private static void add(
      Map<String, GroupRule> rules,
      String name,
      GroupRule rule,
      FieldErrors errors,
      String pointer) {
    try {
      Texts.requireGroup(pointer + FieldError.part(name), name);
      rules.put(name, rule);
    } catch (InvalidTaskException refused) {
      errors.add(refused.pointer(), String.valueOf(refused.getMessage()));
    }
  }

  private static GroupRule rule(String name, GroupBody body, FieldErrors errors) {
    String pointer = "/groups" + FieldError.part(name);
    FieldErrors ofRule = new FieldErrors();
    GroupRule rule = body.rule(ofRule);
    errors.addAll(pointer, ofRule);
    return rule;
  }

  private GroupRule rule(String name, long weight, FieldErrors errors) {
    String pointer = "/weights" + FieldError.part(name);
    if (groups.containsKey(name)) {
      errors.add(pointer, "weights." + name + " and groups." + name + " exclude each other");
    }
    try {
      return GroupRule.weighing(weight);
    } catch (InvalidTaskException refused) {
      errors.add(pointer, String.valueOf(refused.getMessage()));
      return GroupRule.weighing(1);
    }
  }
}
