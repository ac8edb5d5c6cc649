package io.sluice.partition;

import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;

/** An error of one partition says which it was. */
final class Missed {
  static Throwable of(QueueName partition, Throwable error) {
    return error instanceof RedisUnavailableException
        ? new RedisUnavailableException(
            "partition " + partition + " did not answer: " + error.getMessage(), error)
        : error;
  }

  private Missed() {}
}
