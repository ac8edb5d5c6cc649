package io.sluice.protocol;

import io.sluice.protocol.partition.PartitionStore;
import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.task.QueueName;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The queues of a namespace that are known by name. */
public final class QueueNames {
  private final ScriptServer server;
  private final SlotCache slots;
  private final Room room;

  QueueNames(ScriptServer server, SlotCache slots, Room room) {
    this.server = server;
    this.slots = slots;
    this.room = room;
  }

  /** Into which partitions they are divided. */
  public PartitionStore partitions() {
    return new PartitionStore(server, slots);
  }

  /** Makes a queue known by name, before anything is put into it. Repeatable. */
  public Mono<Void> register(QueueName queue) {
    return room.madeFor(queue, run(Script.REGISTER, queue.whole())).then();
  }

  /** Takes a queue out of those that are known by name. Repeatable. */
  public Mono<Void> unregister(QueueName queue) {
    return run(Script.UNREGISTER, queue).then();
  }

  /** Whether a queue was ever registered. */
  public Mono<Boolean> known(QueueName queue) {
    return server.run(Script.KNOWN, slots.names(), Args.of(queue), reply -> reply.number(0) == 1);
  }

  /** Names of known queues, in order, after the given one. */
  public Mono<List<QueueName>> after(@Nullable QueueName after, int limit) {
    return server.run(
        Script.QUEUES,
        slots.names(),
        Args.of(after == null ? "" : after.value(), limit),
        reply ->
            IntStream.range(0, reply.size()).mapToObj(i -> QueueName.of(reply.text(i))).toList());
  }

  private Mono<Reply> run(Script script, QueueName queue) {
    return server.run(script, slots.names(), Args.of(queue));
  }
}
