package io.sluice.load.pace;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** What decides when each send of a pass is made. */
public sealed interface Feed permits OpenLoop, ClosedLoop {
  /** The word for it in results. */
  String loop();

  /** The most sends that it makes. */
  int most();

  /** How many sends may be under way at once. */
  int atOnce();

  /** From the start to its last send. */
  Duration length();

  /** How many sends are due so long after the start; -1 when that depends on the replies. */
  long dueWithin(long nanos);

  /** When a send is due, after the start; -1 when that depends on the replies. */
  long offsetNanos(int index);

  /**
   * Emits the index of each send when it is to be made.
   *
   * @param timer one thread of its own, so that nothing else delays it
   */
  Flux<Integer> sends(Scheduler timer, long startNanos);
}
