package io.sluice.load.traffic;

import io.sluice.task.view.Ledger;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/** Tasks spread evenly over many queues, each with a worker of its own. */
public final class ManyQueues implements Traffic {
  /** Each queue is a worker, with loops and perhaps a connection of its own. */
  public static final int MOST_QUEUES = 10_000;

  private final int queues;
  private final Duration handler;
  private final AtomicLongArray accepted;

  public ManyQueues(int queues, Duration handler) {
    if (queues < 1 || queues > MOST_QUEUES) {
      throw new IllegalArgumentException("--queues must be 1 to " + MOST_QUEUES + ", is " + queues);
    }
    this.queues = queues;
    this.handler = handler;
    this.accepted = new AtomicLongArray(queues);
  }

  @Override
  public String name() {
    return "many-queues";
  }

  /** The slots asked for are those of all workers together. */
  @Override
  public List<Integer> slots(int concurrency) {
    return Collections.nCopies(queues, Math.max(1, concurrency / queues));
  }

  @Override
  public int queueOf(int sequence) {
    return sequence % queues;
  }

  @Override
  public Mono<Void> work(Journey way, int sequence) {
    return Pause.of(handler);
  }

  @Override
  public void accepted(Journey way, int sequence) {
    accepted.incrementAndGet(queueOf(sequence));
  }

  @Override
  public Map<String, ?> figures(Course course) {
    long least = course.queues().stream().mapToLong(ManyQueues::succeeded).min().orElse(0);
    long most = course.queues().stream().mapToLong(ManyQueues::succeeded).max().orElse(0);
    return Map.of(
        "manyQueues", Map.of("queues", queues, "leastSucceeded", least, "mostSucceeded", most));
  }

  @Override
  public List<String> problems(Course course) {
    if (!course.plain()) {
      return List.of();
    }
    return IntStream.range(0, course.queues().size())
        .filter(queue -> succeeded(course.queues().get(queue)) != accepted.get(queue))
        .mapToObj(
            queue ->
                "queue "
                    + course.queues().get(queue).queue()
                    + " was sent "
                    + accepted.get(queue)
                    + " tasks and ended "
                    + succeeded(course.queues().get(queue)))
        .limit(1)
        .toList();
  }

  private static long succeeded(Ledger queue) {
    return queue.totals().succeeded();
  }
}
