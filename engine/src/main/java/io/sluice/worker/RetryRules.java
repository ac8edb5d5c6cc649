package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.task.handler.RetryRule;
import io.sluice.task.handler.RetryRule.Decision;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The rules of a worker: one a type, and one for all others. Filled before it starts. */
final class RetryRules {
  /** Leaves everything to the policies of the tasks. */
  private static final RetryRule NONE = (attempt, error) -> RetryRule.POLICY;

  private final Map<String, RetryRule> byType = new HashMap<>();
  private RetryRule others = NONE;

  void add(String type, RetryRule rule) {
    if (byType.putIfAbsent(type, rule) != null) {
      throw new IllegalArgumentException("type " + type + " has a retry rule already");
    }
  }

  void forOthers(RetryRule rule) {
    if (others != NONE) {
      throw new IllegalArgumentException("this worker has a retry rule already");
    }
    others = rule;
  }

  /** A rule that fails must not cost a task its retry. */
  Decision after(Claim claim, Throwable error, EngineListener listener) {
    try {
      RetryRule rule = byType.getOrDefault(claim.task().type(), others);
      return Objects.requireNonNull(rule.after(claim.attempt(), error), "a retry rule gave null");
    } catch (Throwable thrown) {
      listener.on(new EngineEvent.PassFailed("retry rule", claim.queue(), thrown));
      return RetryRule.POLICY;
    }
  }
}
