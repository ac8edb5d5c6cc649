package io.sluice.protocol;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.record.Envelope;
import io.sluice.protocol.record.UniqueRecord;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Takes tasks in, many at once, with conditions or as members of batches, and makes room for them
 * in a full Redis.
 */
final class EnqueueStore {
  /** Arguments of an item that carries a condition. */
  private static final int PARTS = 11;

  private static final String NONE = "";

  private final ScriptServer server;
  private final SlotCache slots;
  private final Room room;
  private final SluiceConfig config;
  private final Ways ways;

  EnqueueStore(ScriptServer server, SlotCache slots, Room room, SluiceConfig config) {
    this(server, slots, room, config, new Ways(server, Script.ENQUEUE_STRAIGHT, Script.ENQUEUE));
  }

  private EnqueueStore(
      ScriptServer server, SlotCache slots, Room room, SluiceConfig config, Ways ways) {
    this.server = server;
    this.slots = slots;
    this.room = room;
    this.config = config;
    this.ways = ways;
  }

  /** The same over another view of its server. */
  EnqueueStore over(ScriptServer view) {
    return new EnqueueStore(view, slots, room, config, ways.over(view));
  }

  /** See {@link TaskStore#enqueue}. */
  Mono<List<EnqueueReply>> enqueue(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          Enqueuing enqueue = new Enqueuing(items);
          Args args = enqueue.args(call.seq(), config.maxBacklog());
          return room.madeFor(
              queue,
              ways.run(
                  enqueue.isOne()
                      ? Script.OFFER
                      : enqueue.isStraight() ? Script.ENQUEUE_STRAIGHT : Script.ENQUEUE,
                  slots.of(queue),
                  call,
                  args,
                  reply -> enqueue.read(TaskStore.inTurn(reply, call))));
        });
  }

  /** See {@link TaskStore#enqueueOnce}. */
  Mono<List<EnqueueReply>> enqueueOnce(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          Args args = onceArgs(queue, call.seq(), items);
          return room.madeFor(
              queue,
              server.run(
                  Script.ENQUEUE_ONCE,
                  slots.of(queue),
                  call,
                  args,
                  reply -> read(TaskStore.inTurn(reply, call), items)));
        });
  }

  /** See {@link TaskStore#enroll}. */
  Mono<List<EnqueueReply>> enroll(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          Enrolling enroll = new Enrolling(items);
          Args args = enroll.args(queue, call.seq(), config.maxBacklog());
          return room.madeFor(
              queue,
              server.run(
                  Script.ENROLL,
                  slots.of(queue),
                  call,
                  args,
                  reply -> enroll.read(TaskStore.inTurn(reply, call))));
        });
  }

  private Args onceArgs(QueueName queue, long seq, List<EnqueueItem> items) {
    Args args =
        new Args(3 + PARTS * items.size())
            .add(seq)
            .add(config.maxBacklog())
            .add(config.retention().maxCount());
    items.forEach(item -> add(args, queue, item));
    return args;
  }

  private static void add(Args args, QueueName queue, EnqueueItem item) {
    Duration expiresIn = item.task().options().expiresIn();
    args.add(item.task().id().value())
        .add(Envelope.encode(item.task(), item.unique()))
        .add(Enqueuing.due(item) + member(queue, item))
        .add(item.task().createdAt().toEpochMilli())
        .add(expiresIn == null ? NONE : Long.toString(expiresIn.toMillis()));
    add(args, item.unique());
    add(args, item.request());
  }

  private static String member(QueueName queue, EnqueueItem item) {
    return item.batch() == null ? NONE : "|" + queue + " " + item.batch();
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
  private static List<EnqueueReply> read(Reply reply, List<EnqueueItem> items) {
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
}
