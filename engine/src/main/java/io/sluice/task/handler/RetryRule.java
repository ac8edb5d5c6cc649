package io.sluice.task.handler;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a worker makes of a failed attempt, in place of the retry policy that the task carries: by
 * the class of the error, the number of the attempt, or whatever the code of the rule looks at.
 *
 * <p>Asked on a thread that must not block, after each attempt that failed by itself or took too
 * long (then the error is a {@link java.util.concurrent.TimeoutException}). Not asked where a
 * handler has chosen the outcome ({@link io.sluice.task.BuryTaskException}, {@link
 * io.sluice.task.RetryTaskException}, {@link io.sluice.task.SnoozeTaskException}, {@link
 * io.sluice.task.ThrottleGroupException}), nor where no retry can help. A rule that throws, or
 * gives null, is reported, and the policy of the task decides.
 */
@FunctionalInterface
public interface RetryRule {
  /**
   * @param attempt the one that failed, from 1
   */
  Decision after(int attempt, Throwable error);

  /** What a rule may say. */
  sealed interface Decision {
    /** Whatever the retry policy of the task says. */
    record Policy() implements Decision {}

    /** Once more after this delay, if the policy of the task leaves an attempt and the time. */
    record Retry(Duration delay) implements Decision {
      public Retry {
        Objects.requireNonNull(delay, "delay must not be null");
      }
    }

    /** To the dead letters at once, whatever attempts are left. */
    record Bury() implements Decision {}

    /** Once more after this delay, as if the attempt had not been: neither counted nor recorded. */
    record Snooze(Duration delay) implements Decision {
      public Snooze {
        Objects.requireNonNull(delay, "delay must not be null");
      }
    }

    /**
     * Its group rests for this time, on all workers, as if the attempt had not been: neither
     * counted nor recorded.
     */
    record Throttle(Duration time) implements Decision {
      public Throttle {
        Objects.requireNonNull(time, "time must not be null");
      }
    }
  }

  Decision POLICY = new Decision.Policy();
  Decision BURY = new Decision.Bury();

  static Decision retryIn(Duration delay) {
    return new Decision.Retry(delay);
  }

  static Decision snooze(Duration delay) {
    return new Decision.Snooze(delay);
  }

  /** For errors that say that what the group of the task needs is throttled. */
  static Decision throttle(Duration time) {
    return new Decision.Throttle(time);
  }

  /** One decision for errors of this class and its subclasses, the policy for all others. */
  static RetryRule on(Class<? extends Throwable> type, Decision decision) {
    Objects.requireNonNull(type, "type must not be null");
    Objects.requireNonNull(decision, "decision must not be null");
    return (attempt, error) -> type.isInstance(error) ? decision : POLICY;
  }

  /** Errors of these classes and their subclasses end a task at once. */
  @SafeVarargs
  @SuppressWarnings("varargs") // they are only read
  static RetryRule never(Class<? extends Throwable>... types) {
    List<Class<? extends Throwable>> all = List.of(types);
    return (attempt, error) ->
        all.stream().anyMatch(type -> type.isInstance(error)) ? BURY : POLICY;
  }

  /** Where this rule leaves it to the policy, the other one is asked. */
  default RetryRule or(RetryRule other) {
    Objects.requireNonNull(other, "other must not be null");
    return (attempt, error) -> {
      Decision first = after(attempt, error);
      return first instanceof Decision.Policy ? other.after(attempt, error) : first;
    };
  }
}
