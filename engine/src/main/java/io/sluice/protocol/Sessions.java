package io.sluice.protocol;

import io.sluice.protocol.record.Presence;
import io.sluice.script.Args;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.ExtendReply;
import io.sluice.store.HeldPage;
import io.sluice.store.WorkerNote;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The sessions of workers in a queue: every claim belongs to one, and is lost with it. */
public final class Sessions {
  /** Entries of running that one call of held or extend looks at. */
  private static final int SCAN_COUNT = 250;

  private final ScriptServer server;
  private final SlotCache slots;

  Sessions(ScriptServer server, SlotCache slots) {
    this.server = server;
    this.slots = slots;
  }

  /** Starts a session. False: this id was fenced. */
  public Mono<Boolean> open(QueueName queue, String session, Duration life) {
    return server.run(
        Script.OPEN,
        slots.of(queue),
        Args.of(session, life.toMillis()),
        reply -> reply.text(0).equals("ok"));
  }

  /**
   * Keeps a session alive for its life from now, and tells what was asked of its worker: of the
   * cancels a part.
   */
  public Mono<ExtendReply> extend(QueueName queue, String session, Duration life, String cursor) {
    return server.run(
        Script.EXTEND,
        slots.of(queue),
        Args.of(session, life.toMillis(), cursor, SCAN_COUNT),
        reply ->
            reply.text(0).equals("ok")
                ? new ExtendReply.Alive(reply.text(1), Presence.asked(reply.text(2)), reply.ids(3))
                : new ExtendReply.Gone());
  }

  /** Keeps what a live session tells of itself; what a dead one tells is dropped. */
  public Mono<Void> present(QueueName queue, String session, WorkerNote note) {
    return server
        .run(Script.PRESENT, slots.of(queue), Args.of(session, Presence.text(note)))
        .then();
  }

  /** Asks something of the worker of a session. False: the session is not live. */
  public Mono<Boolean> ask(QueueName queue, String session, WorkerView.Asked asked) {
    return server.run(
        Script.ASK,
        slots.of(queue),
        Args.of(session, asked.wireName()),
        reply -> reply.number(0) == 1);
  }

  /** Ends a session; what it still holds is reaped. */
  public Mono<Void> close(QueueName queue, String session) {
    return server.run(Script.CLOSE, slots.of(queue), Args.of(session)).then();
  }

  /** Lists a part of what a session holds. */
  public Mono<HeldPage> held(QueueName queue, String session, String cursor) {
    return server.run(
        Script.HELD,
        slots.of(queue),
        Args.of(session, cursor, SCAN_COUNT),
        reply -> {
          Map<TaskId, String> tokens = new LinkedHashMap<>();
          for (int i = 1; i < reply.size(); i += 2) {
            tokens.put(TaskId.stored(reply.text(i)), reply.text(i + 1));
          }
          return new HeldPage(reply.text(0), tokens);
        });
  }
}
