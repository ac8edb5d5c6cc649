package io.sluice.task.handler;

import reactor.core.publisher.Mono;

/**
 * Stands around each run of a handler of a worker, of any type: for traces, measurements, logs,
 * locks. Of several the one that was added first is the outermost.
 *
 * <p>It gives what it makes of the run: with more done before and after, with another result or
 * error, or not run at all, which is success. An error, also one that it throws, is a failed
 * attempt, as if the handler had given it. It is called where blocking is not allowed, and its
 * subscription is cancelled when the run is. Tasks whose payload cannot be read, or whose type has
 * no handler, do not come by.
 */
@FunctionalInterface
public interface TaskInterceptor {
  /**
   * @param run the handler, or the next interceptor; nothing happens before it is subscribed
   */
  Mono<?> around(TaskContext<?> context, Mono<?> run);
}
