package io.sluice.protocol.history;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.script.SlotCache;
import io.sluice.store.history.Latencies;
import io.sluice.store.history.Recorded;
import io.sluice.store.history.Ring;
import io.sluice.store.history.Sum;
import io.sluice.store.history.Timings;
import io.sluice.task.QueueName;
import io.sluice.task.view.HistoryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Records what queues do, and shows it. A record whose answer is lost is not made again. */
public final class HistoryStore {
  /** In place of a gauge that is not known. */
  private static final String UNKNOWN = "-";

  private final ScriptServer server;
  private final SlotCache slots;
  private final Timings timings;

  /**
   * @param timings the latencies that this engine measures
   */
  public HistoryStore(ScriptServer server, SlotCache slots, Timings timings) {
    this.server = server;
    this.slots = slots;
    this.timings = timings;
  }

  /** The latencies that this engine measures. */
  public Timings timings() {
    return timings;
  }

  /** The same over another view of the server. */
  public HistoryStore over(ScriptServer view) {
    return new HistoryStore(view, slots, timings);
  }

  /** Records what a queue did, and the latencies that were measured here. */
  public Mono<Recorded> record(QueueName queue) {
    return Mono.defer(
        () -> {
          Latencies.Taken latencies = timings.take(queue);
          return server.run(
              Script.RECORD,
              slots.of(queue),
              Args.of(latencies.waits(), latencies.runs()),
              reply -> recorded(reply, latencies));
        });
  }

  private static Recorded recorded(Reply reply, Latencies.Taken latencies) {
    return new Recorded(
        Duration.ofMillis(reply.number(0)),
        reply.number(1) < 0 ? null : Duration.ofMillis(reply.number(1)),
        reply.number(2),
        reply.number(3),
        reply.number(4),
        reply.number(5),
        reply.number(6),
        reply.number(7),
        reply.number(8),
        latencies);
  }

  /**
   * Records of the whole namespace what was recorded of queues of it.
   *
   * @param ready how many tasks are ready in all queues; null when that is not known
   * @param running how many run
   */
  public Mono<Void> record(Sum queues, @Nullable Long ready, @Nullable Long running) {
    Latencies.Taken latencies = queues.latencies();
    return server
        .run(
            Script.CHRONICLE,
            slots.names(),
            Args.of(
                queues.accepted(),
                queues.succeeded(),
                queues.retried(),
                queues.dead(),
                ready == null ? UNKNOWN : ready,
                running == null ? UNKNOWN : running,
                latencies.waits(),
                latencies.runs()))
        .then();
  }

  /** The newest steps of a queue. */
  public Mono<Ring> of(QueueName queue, HistoryStep step, int points) {
    return ring(Script.RECORDED, slots.of(queue), step, points);
  }

  /** The newest steps of the whole namespace. */
  public Mono<Ring> ofAll(HistoryStep step, int points) {
    return ring(Script.CHRONICLED, slots.names(), step, points);
  }

  /** Of its ring, as scripts number them. */
  private static int number(HistoryStep step) {
    return switch (step) {
      case SECOND -> 1;
      case TEN_SECONDS -> 2;
      case MINUTE -> 3;
    };
  }

  private Mono<Ring> ring(Script script, Slot slot, HistoryStep step, int points) {
    return server.run(
        script,
        slot,
        Args.of(number(step), points),
        reply -> {
          List<String> places = IntStream.range(2, reply.size()).mapToObj(reply::text).toList();
          return Ring.of(
              step, Instant.ofEpochMilli(reply.number(0)), points, reply.text(1), places);
        });
  }
}
