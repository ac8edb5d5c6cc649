package io.sluice.config;

import java.time.Duration;

/**
 * How an idle engine waits for work.
 *
 * @param blockingConnections workers that wait on a connection of their own each, at most; the
 *     others wait for a word over the one connection that all subscriptions share. Zero: all do
 * @param poll how long work may go unseen when that word was lost, at most; each idle queue costs a
 *     few script calls in this time
 * @param stands whether an idle worker of one queue stands: it is given a task that comes alone by
 *     the enqueue of the task, in two calls of Redis in place of four. One that waits on a
 *     connection of its own stands while it has two free slots or more
 */
public record Waiting(int blockingConnections, Duration poll, boolean stands) {
  /** More often would cost more than what it waits for. */
  private static final Duration SHORTEST_POLL = Duration.ofMillis(100);

  public static final Waiting DEFAULT = new Waiting(16, Duration.ofSeconds(2), true);

  public Waiting {
    Checks.require(
        blockingConnections >= 0,
        "waiting.blockingConnections",
        "must not be negative",
        blockingConnections);
    Checks.require(
        poll.compareTo(SHORTEST_POLL) >= 0,
        "waiting.poll",
        "must be at least " + SHORTEST_POLL,
        poll);
  }

  /** Of workers that stand while they are idle. */
  public Waiting(int blockingConnections, Duration poll) {
    this(blockingConnections, poll, true);
  }

  public Waiting withBlockingConnections(int value) {
    return new Waiting(value, poll, stands);
  }

  public Waiting withPoll(Duration value) {
    return new Waiting(blockingConnections, value, stands);
  }

  public Waiting withStands(boolean value) {
    return new Waiting(blockingConnections, poll, value);
  }
}
