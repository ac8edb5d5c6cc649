package io.sluice;

import io.sluice.task.QueueName;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A running worker: claims tasks of one queue as its slots allow and runs them. */
public interface Worker {
  QueueName queue();

  /** The most tasks it holds at once. */
  int concurrency();

  /** How many it holds now, from their claim until their outcome is recorded. */
  int running();

  /**
   * Claims nothing more, lets what runs finish for at most the grace, gives back the rest at once
   * and without burning an attempt, and ends its session. Repeatable; cold.
   */
  Mono<Void> stop(Duration grace);
}
