package io.sluice;

import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** A running worker: claims tasks of its queues as its slots allow and runs them. */
public interface Worker {
  /** The queue it serves; the first of them when there are several. */
  QueueName queue();

  /** The queues it serves, in their order. */
  List<QueueName> queues();

  /** The most tasks it holds at once; where it is adaptive, what it has chosen now. */
  int concurrency();

  /**
   * Changes how many tasks it holds at once, 1 to {@link WorkerBuilder#MAX_CONCURRENCY}; errors
   * with {@link IllegalArgumentException} otherwise. More are claimed at once. When more run than
   * there are to be, they end by themselves, and nothing is claimed until it is fewer. Where it is
   * adaptive this is its upper bound, and errors below the lower one. Repeatable; cold.
   */
  Mono<Void> concurrency(int value);

  /** How many it holds now, from their claim until their outcome is recorded. */
  int running();

  /**
   * Claims nothing more, and goes on with what runs; it stays alive, and {@link #resume} lets it
   * claim again. Completes once nothing more starts. When Redis does not answer, that is 5 s later
   * at most, and a claim that is under way may still start what it brings. Repeatable; cold.
   */
  Mono<Void> quiet();

  /** Claims again after {@link #quiet}. Repeatable; cold. */
  Mono<Void> resume();

  /**
   * Claims nothing more, lets what runs finish for at most the grace, gives back the rest at once
   * and without burning an attempt, and ends its sessions. Repeatable; cold.
   */
  Mono<Void> stop(Duration grace);
}
