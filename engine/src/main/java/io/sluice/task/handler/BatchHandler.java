package io.sluice.task.handler;

import java.util.List;
import org.reactivestreams.Publisher;

/**
 * Runs several tasks of one type in one call. Called on a thread that all workers of the engine
 * share: it is not to block, and is to be left within some milliseconds.
 *
 * <p>The publisher is subscribed once and tells an outcome of each task, in any order, the first
 * one of a task counts; each is recorded as it comes. A task of which nothing was told when the
 * publisher completes has a failed attempt; when it errors, so have all of which nothing was told
 * yet. A task that is cancelled, or whose attempt timeout (which counts from this call) is up,
 * leaves the batch, which goes on with the others: what is told of it later is ignored, and {@link
 * TaskContext#cancelled} says so. The subscription is cancelled when no task is left.
 */
@FunctionalInterface
public interface BatchHandler<T, R> {
  /**
   * @param tasks at least one, each with its own attempt, deadline and headers
   */
  Publisher<BatchOutcome<R>> handle(List<TaskContext<T>> tasks);
}
