package io.sluice.remote;

import io.sluice.task.TaskId;
import java.time.Duration;

/** What a stream of deliveries says. */
public sealed interface Handed {
  /**
   * First of all: what the settles of this stream are made with. The stream keeps it alive.
   *
   * @param life how long it outlives a stream that is cut off without a word
   */
  record Session(String id, Duration life) implements Handed {}

  /** A task; it takes up a credit until it is settled. */
  record Delivery(RemoteTask task) implements Handed {}

  /** Somebody asked to cancel this task, which was delivered; it is to be released. */
  record Cancel(TaskId id) implements Handed {}

  /** Nothing has happened for a while. */
  record Idle() implements Handed {}
}
