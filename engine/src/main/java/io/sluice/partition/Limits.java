package io.sluice.partition;

import io.sluice.protocol.TaskStore;
import io.sluice.protocol.partition.Divided;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.view.QueueSettings;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Limits of a whole queue, which no partition could keep alone. Those of groups can be. */
public final class Limits {
  /**
   * @throws InvalidTaskException when the queue is divided and one of these is set
   */
  public static void require(Divided divided, QueueName queue, QueueSettings settings) {
    if (divided.mapOf(queue) != null) {
      requireNone(queue, settings);
    }
  }

  /** Errors when a limit is set, with which the queue cannot be divided. */
  public static Mono<Void> check(TaskStore store, QueueName queue) {
    return store.stats(queue).doOnNext(view -> requireNone(queue, view.settings())).then();
  }

  private static void requireNone(QueueName queue, QueueSettings settings) {
    refuse(queue, "/maxBacklog", settings.maxBacklog());
    refuse(queue, "/maxConcurrency", settings.maxConcurrency());
    refuse(queue, "/rateLimit", settings.rateLimit());
    refuse(queue, "/maxDelay", settings.maxDelay());
  }

  private static void refuse(QueueName queue, String pointer, @Nullable Object limit) {
    if (limit != null) {
      throw new InvalidTaskException(
          pointer,
          "%s is a limit of the whole queue %s, and cannot be set with several partitions: set a limit of groups, or use a queue of one"
              .formatted(pointer.substring(1), queue));
    }
  }

  private Limits() {}
}
