package io.sluice.protocol;

import io.sluice.event.TaskEvent;
import io.sluice.script.Key;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.ClaimReply;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a server tells at once, and may lose: every reader looks for itself as well. */
public final class Hints {
  private final ScriptServer server;
  private final SlotCache slots;

  Hints(ScriptServer server, SlotCache slots) {
    this.server = server;
    this.slots = slots;
  }

  /**
   * The events of a queue, one by one. The flux is given once the subscription is in force, so that
   * no later event is missed for want of one. Events are hints: a broken connection or a slow
   * subscriber loses some.
   */
  public Mono<Flux<TaskEvent>> events(QueueName queue) {
    return server
        .listen(channel(queue, Key.EVENTS))
        .map(messages -> messages.flatMapIterable(message -> Events.parse(queue, message)));
  }

  /**
   * The events of a queue, in batches of those that arrived together. An empty batch says that
   * events before it may have been missed: the first one, and one after each reconnect. The
   * subscriber has to request without bound: a batch that was not requested is dropped. Errors when
   * the store cannot listen.
   */
  public Flux<List<TaskEvent>> eventBatches(QueueName queue) {
    return server
        .hints(channel(queue, Key.EVENTS))
        .handle(
            (message, sink) -> {
              List<TaskEvent> events = Events.parse(queue, message);
              if (message.equals(ScriptServer.IN_FORCE) || !events.isEmpty()) {
                sink.next(events);
              }
            });
  }

  /**
   * Ids of running tasks that are to be cancelled. Hints; {@link Sessions#extend} lists them all.
   */
  public Mono<Flux<TaskId>> cancels(QueueName queue) {
    return server.listen(channel(queue, Key.CANCELS)).map(messages -> messages.map(TaskId::stored));
  }

  /**
   * How long until the task is due that was just put off, sent only when no other task is due
   * before it. Zero says that earlier hints may have been missed. Hints; {@link Upkeep#promote}
   * finds all due tasks. Errors when the store cannot listen.
   */
  public Flux<Duration> dues(QueueName queue) {
    return server.hints(channel(queue, Key.RETRYING)).map(Hints::untilDue);
  }

  /** A hint that cannot be read is a hint all the same. */
  private static Duration untilDue(String millis) {
    try {
      return Duration.ofMillis(Long.parseLong(millis));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  /**
   * What a session is given while it stands; empty for each time from which on it is told of all.
   * Hints; a claim under the same number tells of it too. Errors when the store cannot listen.
   */
  public Flux<Optional<ClaimReply.Gift>> gifts(QueueName queue, String session) {
    return server
        .messages(channel(queue, Key.GIFTS) + ":" + session)
        .map(message -> Claiming.gift(session, message));
  }

  private String channel(QueueName queue, Key key) {
    return slots.of(queue).channel(key);
  }
}
