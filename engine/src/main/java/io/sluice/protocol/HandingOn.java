package io.sluice.protocol;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.letter.Written;
import io.sluice.protocol.record.Due;
import io.sluice.protocol.record.Envelope;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Settlement;
import io.sluice.store.Settlement.HandedOn;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import reactor.core.publisher.Mono;

/** Settle calls whose tasks succeeded and have follow-ups. */
final class HandingOn {
  private static final String AS_THE_QUEUE_SAYS = "";
  private static final String THIS_QUEUE = "";

  private final ScriptServer server;
  private final SlotCache slots;
  private final Room room;
  private final int cap;
  private final Written written;

  HandingOn(ScriptServer server, SlotCache slots, Room room, SluiceConfig config, Written written) {
    this.server = server;
    this.slots = slots;
    this.room = room;
    this.cap = config.retention().maxCount();
    this.written = written;
  }

  Mono<List<Boolean>> run(QueueName queue, Call call, List<Settlement> items) {
    Mono<List<Boolean>> verdicts =
        Mono.defer(
            () ->
                room.madeFor(
                    queue,
                    server.run(
                        script(items),
                        slots.of(queue),
                        call,
                        args(queue, call.seq(), cap, items),
                        reply -> verdicts(Refusals.inTurn(reply, call), items.size()))));
    return goesElsewhere(queue, items)
        ? verdicts.doOnNext(accepted -> written.in(queue))
        : verdicts;
  }

  /** Directly, or over the home of its batch. */
  private static boolean goesElsewhere(QueueName queue, List<Settlement> items) {
    return items.stream()
        .flatMap(item -> item.followUps().stream())
        .anyMatch(followUp -> !followUp.queue().equals(queue) || followUp.item().batch() != null);
  }

  /** The script that takes these: one that a full Redis runs, or one that it does not. */
  static Script script(List<Settlement> items) {
    int followUps = items.stream().mapToInt(item -> item.followUps().size()).sum();
    return followUps > items.size() ? Script.SPREAD : Script.SUCCEED;
  }

  static Args args(QueueName queue, long seq, int cap, List<Settlement> items) {
    Args args = new Args(2 + 9 * items.size()).add(seq).add(cap);
    items.forEach(item -> add(args, queue, item));
    return args;
  }

  private static void add(Args args, QueueName queue, Settlement item) {
    Duration retention = item.retention();
    args.add(item.token())
        .add(item.id().value())
        .add(((Outcome.Succeed) item.outcome()).result())
        .add(retention == null ? AS_THE_QUEUE_SAYS : Long.toString(retention.toMillis()))
        .add(item.followUps().size());
    item.followUps().forEach(followUp -> add(args, queue, followUp));
  }

  private static void add(Args args, QueueName queue, HandedOn handedOn) {
    EnqueueItem followUp = handedOn.item();
    args.add(way(queue, handedOn))
        .add(followUp.task().id().value())
        .add(Envelope.encode(followUp.task()))
        .add(Due.withExpiry(followUp));
  }

  private static String way(QueueName queue, HandedOn handedOn) {
    BatchId batch = handedOn.item().batch();
    if (batch != null) {
      return handedOn.queue() + " " + queue + " " + batch;
    }
    return handedOn.queue().equals(queue) ? THIS_QUEUE : handedOn.queue().value();
  }

  /** Per item, in order, whether it was accepted. */
  static List<Boolean> verdicts(Reply reply, int items) {
    List<Boolean> accepted = new ArrayList<>(Collections.nCopies(items, true));
    for (int i = 1; i < reply.size(); i++) {
      accepted.set((int) reply.number(i) - 1, false);
    }
    return accepted;
  }
}
