package io.sluice.redis;

import io.sluice.store.Settlement;
import io.sluice.task.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The items of a settle call: those that succeeded first, in the short form, then the others. */
final class Settling {
  private static final byte[] NO_RESULT = {};

  private final List<Settlement> given;
  private final List<Integer> order = new ArrayList<>();
  private int succeeded;

  Settling(List<Settlement> given) {
    this.given = given;
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).outcome() instanceof Outcome.Succeed) {
        order.add(succeeded++, i);
      } else {
        order.add(i);
      }
    }
  }

  Args args(long seq, int cap) {
    Args args = new Args(3 + 5 * given.size()).add(seq).add(cap).add(succeeded);
    for (int index : order) {
      add(args, given.get(index));
    }
    return args;
  }

  /** Per item, in the order in which they were given, whether it was accepted. */
  List<Boolean> verdicts(Reply reply) {
    Boolean[] accepted = new Boolean[given.size()];
    Arrays.fill(accepted, true);
    for (int i = 1; i < reply.size(); i++) {
      accepted[order.get((int) reply.number(i) - 1)] = false;
    }
    return Arrays.asList(accepted);
  }

  private static void add(Args args, Settlement item) {
    Outcome outcome = item.outcome();
    args.add(item.id().value()).add(item.token());
    if (outcome instanceof Outcome.Succeed done) {
      args.add(ResultRecord.encode(item.startedAt(), done.result()));
    } else if (outcome instanceof Outcome.Retry retry) {
      addOther(args, "R", retry.delay(), Attempts.encode(retry.failure()));
    } else if (outcome instanceof Outcome.Bury bury) {
      addOther(args, "B", Duration.ZERO, Attempts.encode(bury.failure()));
    } else if (outcome instanceof Outcome.Release) {
      addOther(args, "L", Duration.ZERO, NO_RESULT);
    } else {
      byte[] run = ResultRecord.encode(item.startedAt(), NO_RESULT);
      addOther(args, "C", Duration.ZERO, run);
    }
  }

  private static void addOther(Args args, String letter, Duration delay, byte[] record) {
    args.add(letter).add(delay.toMillis()).add(record);
  }
}
