package io.sluice.protocol;

import io.sluice.protocol.record.Due;
import io.sluice.protocol.record.Envelope;
import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.QueueName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of a call that takes members of batches in, those of one batch after each other. Of
 * each batch those come first at which the script need not look.
 */
final class Enrolling {
  private final List<EnqueueItem> given;
  private final Map<String, Members> byBatch = new LinkedHashMap<>();
  private final List<Integer> order = new ArrayList<>();

  /** Of one batch, the places of its items. */
  private record Members(List<Integer> fresh, List<Integer> others) {
    Members() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  Enrolling(List<EnqueueItem> given) {
    this.given = given;
    for (int i = 0; i < given.size(); i++) {
      EnqueueItem item = given.get(i);
      Members members =
          byBatch.computeIfAbsent(String.valueOf(item.batch()), batch -> new Members());
      (goesFirst(item) ? members.fresh : members.others).add(i);
    }
    for (Members members : byBatch.values()) {
      order.addAll(members.fresh);
      order.addAll(members.others);
    }
  }

  private static boolean goesFirst(EnqueueItem item) {
    return !Due.isChecked(item) && !item.task().options().laned();
  }

  Args args(QueueName queue, long seq, int maxBacklog) {
    Args args =
        new Args(3 + 3 * byBatch.size() + 3 * given.size())
            .add(seq)
            .add(maxBacklog)
            .add(queue.value());
    byBatch.forEach(
        (batch, members) -> {
          args.add(batch).add(members.fresh.size()).add(members.others.size());
          members.fresh.forEach(index -> add(args, given.get(index)));
          members.others.forEach(
              index -> add(args, given.get(index)).add(Due.whereChecked(given.get(index))));
        });
    return args;
  }

  private static Args add(Args args, EnqueueItem item) {
    return args.add(item.task().id().value()).add(Envelope.encode(item.task()));
  }

  /** A reply for each item, in the order in which they were given. */
  List<EnqueueReply> read(Reply reply) {
    EnqueueReply.Refused all = Refusals.ofAll(reply);
    if (all != null) {
      return Refusals.each(all, given);
    }
    List<EnqueueReply> replies =
        new ArrayList<>(Collections.nCopies(given.size(), EnqueueReply.ACCEPTED));
    for (int i = 2; i < reply.size(); i++) {
      String[] words = Refusals.words(reply, i);
      int index = order.get(Integer.parseInt(words[0]) - 1);
      replies.set(index, Refusals.of(words, given.get(index).task().id()));
    }
    return replies;
  }
}
