package io.sluice.load.traffic;

import io.sluice.task.enqueue.NewTask;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * What is special about the tasks of a scenario: where they go, when they are due, what their
 * handler does, and what is promised of them. As it stands: one queue, due at once, done at once.
 * Called by many threads.
 */
public interface Traffic {
  /** The name of the scenario in results. */
  String name();

  /** The slots of each queue's worker; there are as many queues. */
  default List<Integer> slots(int concurrency) {
    return List.of(concurrency);
  }

  /** Which of its queues a task goes to. */
  default int queueOf(int sequence) {
    return 0;
  }

  /** The task with its options. */
  default NewTask<byte[], byte[]> task(int sequence, NewTask<byte[], byte[]> plain) {
    return plain;
  }

  /**
   * How many tasks wait when the measured pass begins, put in while there is no worker. They have
   * the first sequence numbers, are in the ledger, and are not watched.
   */
  default int backlog() {
    return 0;
  }

  /** The settings of the queue, in force once the backlog is there. */
  default QueueSettings settings() {
    return QueueSettings.NONE;
  }

  /** How long after its planned instant a task is due. */
  default Duration delay() {
    return Duration.ZERO;
  }

  /** How often a task fails before it succeeds. */
  default int failures(int sequence) {
    return 0;
  }

  /** What a handler does, besides being counted. */
  default Mono<Void> work(Journey way, int sequence) {
    return Mono.empty();
  }

  /** Whether the latency of a task is in the result's; the rest is only carried. */
  default boolean watched(int sequence) {
    return true;
  }

  /** A task was accepted, warm-up included. */
  default void accepted(Journey way, int sequence) {}

  /**
   * A handler took up a task for the first time: one of the pass, of its warm-up or its backlog.
   */
  default void started(Journey way, int sequence, long now) {}

  /** A measured task ended. */
  default void ended(Journey way, int sequence, long now) {}

  /** Figures of this scenario alone, by their names in the summary. */
  default Map<String, ?> figures(Course course) {
    return Map.of();
  }

  /** Figures that are too many for the summary, by the names that they have beside it. */
  default Map<String, ?> details(Course course) {
    return Map.of();
  }

  /** Which of its promises were broken, in sentences. */
  default List<String> problems(Course course) {
    return List.of();
  }
}
