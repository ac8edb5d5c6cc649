package io.sluice.protocol;

import io.sluice.protocol.record.Envelope;
import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The items of an enqueue call: fresh ids that may run now first, unchecked, then the others. */
final class Enqueuing {
  private final List<EnqueueItem> given;
  private final List<Integer> order = new ArrayList<>();
  private int fresh;

  Enqueuing(List<EnqueueItem> given) {
    this.given = given;
    for (int i = 0; i < given.size(); i++) {
      if (unchecked(given.get(i))) {
        order.add(fresh++, i);
      } else {
        order.add(i);
      }
    }
  }

  Args args(long seq, int maxBacklog) {
    Args args = new Args(3 + 3 * given.size()).add(seq).add(maxBacklog).add(fresh);
    for (int index : order) {
      EnqueueItem item = given.get(index);
      args.add(item.task().id().value()).add(Envelope.encode(item.task()));
      if (!unchecked(item)) {
        args.add(due(item));
      }
    }
    return args;
  }

  /** A reply for each item, in the order in which they were given. */
  List<EnqueueReply> read(Reply reply) {
    if (reply.text(0).equals("full")) {
      return EnqueueReply.full(given);
    }
    List<EnqueueReply> replies =
        new ArrayList<>(Collections.nCopies(given.size(), EnqueueReply.ACCEPTED));
    for (int i = 2; i < reply.size(); i++) {
      int index = order.get((int) reply.number(i) - 1);
      TaskId id = given.get(index).task().id();
      replies.set(index, new EnqueueReply.Refused(EnqueueReply.Kind.DUPLICATE, id));
    }
    return replies;
  }

  private static boolean unchecked(EnqueueItem item) {
    return item.fresh() && item.immediate();
  }

  /** When it is due, as the scripts take it. */
  static String due(EnqueueItem item) {
    if (item.runAt() != null) {
      return "@" + item.runAt().toEpochMilli();
    }
    return Long.toString(Math.max(0, item.delay().toMillis()));
  }
}
