package io.sluice.protocol;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.record.Envelope;
import io.sluice.protocol.record.UniqueRecord;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.ConfirmingServer;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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

  /** Queues that are kept in mind; when there are more, all are forgotten and learned again. */
  private static final int MAX_QUEUES = 10_000;

  private final ScriptServer server;
  private final SlotCache slots;
  private final Room room;
  private final SluiceConfig config;
  private final Ways ways;
  private final Durability level;

  /** Of queues that were seen to have one, how safe enqueues are to be at least. */
  private final Map<QueueName, Durability> leasts;

  /** A call of a lane, at any level. */
  @FunctionalInterface
  private interface LeveledCall {
    Mono<List<EnqueueReply>> by(EnqueueStore store);
  }

  EnqueueStore(ScriptServer server, SlotCache slots, Room room, SluiceConfig config) {
    this(
        server,
        slots,
        room,
        config,
        new Ways(server, Script.ENQUEUE_STRAIGHT, Script.ENQUEUE),
        Durability.MEMORY,
        new ConcurrentHashMap<>());
  }

  private EnqueueStore(
      ScriptServer server,
      SlotCache slots,
      Room room,
      SluiceConfig config,
      Ways ways,
      Durability level,
      Map<QueueName, Durability> leasts) {
    this.server = server;
    this.slots = slots;
    this.room = room;
    this.config = config;
    this.ways = ways;
    this.level = level;
    this.leasts = leasts;
  }

  /** The same over another view of its server. */
  EnqueueStore over(ScriptServer view) {
    return new EnqueueStore(view, slots, room, config, ways.over(view), level, leasts);
  }

  private EnqueueStore waitingFor(Durability asked) {
    if (asked == level) {
      return this;
    }
    ScriptServer view = new ConfirmingServer(server, asked);
    return new EnqueueStore(view, slots, room, config, ways.over(view), asked, leasts);
  }

  /** See {@link TaskStore#enqueue}. */
  Mono<List<EnqueueReply>> enqueue(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          Enqueuing enqueue = new Enqueuing(items);
          Args args = enqueue.args(call.seq(), config.maxBacklog());
          Script script =
              enqueue.isOne()
                  ? Script.OFFER
                  : enqueue.isStraight() ? Script.ENQUEUE_STRAIGHT : Script.ENQUEUE;
          return confirmed(
              queue,
              items,
              store ->
                  store.ways.run(
                      script,
                      slots.of(queue),
                      call,
                      args,
                      reply -> store.told(reply, call, enqueue::read)));
        });
  }

  /** See {@link TaskStore#enqueueOnce}. */
  Mono<List<EnqueueReply>> enqueueOnce(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          Args args = onceArgs(queue, call.seq(), items);
          return confirmed(
              queue,
              items,
              store ->
                  store.server.run(
                      Script.ENQUEUE_ONCE,
                      slots.of(queue),
                      call,
                      args,
                      reply -> store.told(reply, call, said -> read(said, items))));
        });
  }

  /** See {@link TaskStore#enroll}. */
  Mono<List<EnqueueReply>> enroll(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          Enrolling enroll = new Enrolling(items);
          Args args = enroll.args(queue, call.seq(), config.maxBacklog());
          return confirmed(
              queue,
              items,
              store ->
                  store.server.run(
                      Script.ENROLL,
                      slots.of(queue),
                      call,
                      args,
                      reply -> store.told(reply, call, enroll::read)));
        });
  }

  /**
   * Makes the call at the level that its items ask for, and makes it again, under its number, at
   * the level that the queue turns out to have. A queue that is known to have one gets its calls at
   * that level at once, and a level that the server cannot give leaves them unconfirmed.
   */
  private Mono<List<EnqueueReply>> confirmed(
      QueueName queue, List<EnqueueItem> items, LeveledCall call) {
    Durability asked = items.get(0).durability();
    Durability known = leasts.getOrDefault(queue, Durability.MEMORY);
    Durability at = asked == Durability.MEMORY ? known : asked;
    Mono<List<EnqueueReply>> made =
        made(queue, waitingFor(at), call)
            .flatMap(replies -> confirmedAsLearned(queue, at, replies, call));
    return at == asked
        ? made
        : made.onErrorResume(
            InvalidTaskException.class,
            cannot -> made(queue, this, call).map(replies -> unconfirmed(replies, known)));
  }

  private Mono<List<EnqueueReply>> confirmedAsLearned(
      QueueName queue, Durability asked, List<EnqueueReply> replies, LeveledCall call) {
    Durability least = learn(queue, replies);
    return least == Durability.MEMORY || least == asked
        ? Mono.just(replies)
        : made(queue, waitingFor(least), call)
            .map(again -> asked == Durability.MEMORY ? again : both(replies, again))
            .onErrorResume(
                InvalidTaskException.class,
                cannot ->
                    Mono.just(unconfirmed(replies, asked == Durability.MEMORY ? least : asked)));
  }

  private Mono<List<EnqueueReply>> made(QueueName queue, EnqueueStore store, LeveledCall call) {
    return room.madeFor(queue, call.by(store));
  }

  private Durability learn(QueueName queue, List<EnqueueReply> replies) {
    Durability least = replies.get(0).least();
    if (least != Durability.MEMORY) {
      if (leasts.size() >= MAX_QUEUES) {
        leasts.clear();
      }
      leasts.put(queue, least);
    } else if (!leasts.isEmpty()) {
      leasts.remove(queue);
    }
    return least;
  }

  /** Behind the first word of an answer, which is not told where the queue has no level. */
  private List<EnqueueReply> told(
      Reply reply, Call call, Function<Reply, List<EnqueueReply>> read) {
    List<EnqueueReply> replies = read.apply(Refusals.inTurn(reply, call));
    String status = reply.text(0);
    int blank = status.indexOf(' ');
    if (level == Durability.MEMORY && blank < 0) {
      return replies;
    }
    Durability least = blank < 0 ? Durability.MEMORY : Durability.of(status.substring(blank + 1));
    return awaited(replies, new Confirmation(level, reply.inTime()), least);
  }

  private static List<EnqueueReply> unconfirmed(List<EnqueueReply> replies, Durability least) {
    return awaited(replies, new Confirmation(least, false), least);
  }

  private static List<EnqueueReply> awaited(
      List<EnqueueReply> replies, Confirmation confirmation, Durability least) {
    return replies.stream()
        .<EnqueueReply>map(reply -> new EnqueueReply.Awaited(reply.verdict(), confirmation, least))
        .toList();
  }

  private static List<EnqueueReply> both(List<EnqueueReply> first, List<EnqueueReply> second) {
    Confirmation asked = first.get(0).confirmation();
    EnqueueReply other = second.get(0);
    boolean reached = asked.reached() && other.confirmation().reached();
    return awaited(first, new Confirmation(asked.asked(), reached), other.least());
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
