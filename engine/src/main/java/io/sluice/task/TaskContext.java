package io.sluice.task;

import java.time.Instant;
import java.util.Map;

/** What a handler knows of the task that it runs. */
public interface TaskContext<T> {
  TaskId id();

  QueueName queue();

  /** The name of the task's type. */
  String type();

  T payload();

  /** This attempt, from 1. Deliveries that ended in a crash of the worker are not counted. */
  int attempt();

  int maxAttempts();

  /**
   * The fence of this claim: nobody else's settle is accepted while it is in force. Pass it on to
   * systems that can refuse an older one.
   */
  String token();

  /** When Redis gave the task to this worker. */
  Instant startedAt();

  /** When the attempt is cut off and counts as failed. */
  Instant deadline();

  Map<String, String> headers();
}
