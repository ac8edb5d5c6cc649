package io.sluice.protocol;

import io.sluice.protocol.record.Due;
import io.sluice.protocol.record.Envelope;
import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.enqueue.TaskOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The items of an enqueue call: tasks without a group, with fresh ids, that may run now first,
 * unchecked and by their priorities, those of the default priority before all; then the others.
 */
final class Enqueuing {
  private static final String NOT_CHECKED = "";

  private final List<EnqueueItem> given;
  private final List<Integer> order = new ArrayList<>();

  /** How many go first. */
  private final int fresh;

  /** Of the other priorities, how many of the first items each has: {@code { urgency count}*}. */
  private final String others;

  Enqueuing(List<EnqueueItem> given) {
    this.given = given;
    Map<Character, List<Integer>> leveled = new TreeMap<>();
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      TaskOptions options = given.get(i).task().options();
      if (!goesFirst(given.get(i))) {
        rest.add(i);
      } else if (options.laned()) {
        leveled.computeIfAbsent(Envelope.urgency(options), same -> new ArrayList<>()).add(i);
      } else {
        order.add(i);
      }
    }
    StringBuilder counts = new StringBuilder();
    leveled.forEach(
        (urgency, indexes) -> {
          order.addAll(indexes);
          counts.append(" ").append(urgency).append(" ").append(indexes.size());
        });
    fresh = order.size();
    others = counts.toString();
    order.addAll(rest);
  }

  /** Whether it is one task, of the default priority, and nothing of it is to be checked. */
  boolean isOne() {
    return given.size() == 1 && fresh == 1 && others.isEmpty();
  }

  /** Whether nothing of it is to be checked. */
  boolean isStraight() {
    return fresh == given.size();
  }

  Args args(long seq, int maxBacklog) {
    Args args = new Args(3 + 3 * given.size()).add(seq).add(maxBacklog).add(fresh + others);
    for (int index : order) {
      EnqueueItem item = given.get(index);
      args.add(item.task().id().value()).add(Envelope.encode(item.task()));
      if (!goesFirst(item)) {
        args.add(unchecked(item) ? NOT_CHECKED + cost(item) : due(item));
      }
    }
    return args;
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

  private static boolean goesFirst(EnqueueItem item) {
    return unchecked(item) && !item.grouped() && !item.costly();
  }

  private static boolean unchecked(EnqueueItem item) {
    return item.fresh() && item.immediate();
  }

  /** When it is due, as the scripts take it, and behind a blank what it costs, if that is not 1. */
  static String due(EnqueueItem item) {
    return Due.of(item) + cost(item);
  }

  private static String cost(EnqueueItem item) {
    return item.costly() ? " " + item.task().options().costOrDefault() : "";
  }
}
