package io.sluice.task.enqueue;

import io.sluice.task.QueueName;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Stands around each enqueue of an engine, also of each task of {@code enqueueAll}; it may add
 * headers. Of several the one that was added first is the outermost.
 *
 * <p>An error, also one that it throws before it enqueues, is the error of the enqueue, and nothing
 * was enqueued. It must not block, and it has to enqueue: whoever asked waits for a handle.
 */
@FunctionalInterface
public interface EnqueueInterceptor {
  /**
   * @param task as the caller gave it; with the headers that interceptors before this one set
   */
  Mono<?> around(QueueName queue, NewTask<?, ?> task, Next next);

  /** What comes after an interceptor: another one, or the enqueue. */
  @FunctionalInterface
  interface Next {
    /** Enqueues the task with these headers in place of its own; ends as the enqueue does. */
    Mono<?> with(Map<String, String> headers);
  }
}
