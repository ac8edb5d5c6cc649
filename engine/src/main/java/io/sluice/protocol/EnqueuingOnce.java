package io.sluice.protocol;

import io.sluice.protocol.record.Envelope;
import io.sluice.protocol.record.UniqueRecord;
import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of a call that takes in tasks with conditions. */
public final class EnqueuingOnce {
  private static final int PARTS = 11;
  private static final String NONE = "";

  static Args args(long seq, int maxBacklog, int cap, List<EnqueueItem> items) {
    Args args = new Args(3 + PARTS * items.size()).add(seq).add(maxBacklog).add(cap);
    items.forEach(item -> add(args, item));
    return args;
  }

  private static void add(Args args, EnqueueItem item) {
    Duration expiresIn = item.task().options().expiresIn();
    args.add(item.task().id().value())
        .add(Envelope.encode(item.task(), item.unique()))
        .add(Enqueuing.due(item))
        .add(item.task().createdAt().toEpochMilli())
        .add(expiresIn == null ? NONE : Long.toString(expiresIn.toMillis()));
    add(args, item.unique());
    add(args, item.request());
  }

  private static void add(Args args, @Nullable Unique unique) {
    if (unique == null) {
      args.add(NONE).add(UniqueRecord.UNTIL_ENDED).add(NONE);
    } else {
      args.add(UniqueRecord.name(unique))
          .add(UniqueRecord.heldForMillis(unique))
          .add(UniqueRecord.onConflict(unique));
    }
  }

  private static void add(Args args, @Nullable RequestKey request) {
    if (request == null) {
      args.add(NONE).add(UniqueRecord.UNTIL_ENDED).add(NONE);
    } else {
      args.add("i" + request.key()).add(request.life().toMillis()).add(request.fingerprint());
    }
  }

  /** A reply for each item, in the order in which they were given. */
  static List<EnqueueReply> read(Reply reply, List<EnqueueItem> items) {
    EnqueueReply.Refused all = Refusals.ofAll(reply);
    if (all != null) {
      return Refusals.each(all, items);
    }
    List<EnqueueReply> replies =
        new ArrayList<>(Collections.nCopies(items.size(), EnqueueReply.ACCEPTED));
    for (int i = 2; i + 1 < reply.size(); i += 2) {
      replies.set((int) reply.number(i) - 1, Refusals.verdict(reply.text(i + 1)));
    }
    return replies;
  }

  private EnqueuingOnce() {}
}
