package io.sluice.task.handler;

import org.reactivestreams.Publisher;

/**
 * Runs tasks of one type. Called on a thread that all workers of the engine share: it is not to
 * block, and is to be left within some milliseconds.
 *
 * <p>The publisher is subscribed once. Empty means success without a result; of several values the
 * last is the result; an error is a failed attempt, which the task's retry policy answers. An error
 * of type {@link io.sluice.task.BuryTaskException}, {@link io.sluice.task.RetryTaskException},
 * {@link io.sluice.task.SnoozeTaskException} or {@link io.sluice.task.ThrottleGroupException}
 * chooses the outcome itself. The subscription is cancelled when the attempt timeout is up, which
 * counts from this call, when the task is cancelled, when the worker's session is lost and when a
 * shutdown outlasts its grace.
 */
@FunctionalInterface
public interface TaskHandler<T, R> {
  Publisher<? extends R> handle(TaskContext<T> context);
}
