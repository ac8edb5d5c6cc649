package io.sluice.task;

import org.reactivestreams.Publisher;

/**
 * Runs tasks of one type. Called on a thread where blocking is not allowed.
 *
 * <p>The publisher is subscribed once. Empty means success without a result; of several values the
 * last is the result; an error is a failed attempt, which the task's retry policy answers. An error
 * of type {@link BuryTaskException}, {@link RetryTaskException} or {@link SnoozeTaskException}
 * chooses the outcome itself. The subscription is cancelled when the deadline passes, when the task
 * is cancelled, when the worker's session is lost and when a shutdown outlasts its grace.
 */
@FunctionalInterface
public interface TaskHandler<T, R> {
  Publisher<? extends R> handle(TaskContext<T> context);
}
