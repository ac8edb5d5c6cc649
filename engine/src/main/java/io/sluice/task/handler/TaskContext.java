package io.sluice.task.handler;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

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

  /** From 0 to 9, higher first; {@link TaskOptions#DEFAULT_PRIORITY} if the task names none. */
  int priority();

  /** The group that the task belongs to, or null for none. */
  @Nullable String group();

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

  /**
   * Tells how far the task is; shown with it, and an event for those who follow it. Completes when
   * it is kept; what cannot be kept is dropped and no error. Cold.
   *
   * @param fraction 0 to 1
   * @param message for people; a line, cut after 1,000 characters
   */
  Mono<Void> progress(double fraction, String message);

  /**
   * Writes a line into the log of the task: the last 100 lines, and 16 KiB of them, are kept with
   * it. Completes and is cut like {@link #progress}. Cold.
   */
  Mono<Void> log(String line);

  /**
   * Enqueues a task when this run has succeeded, in the same atomic step in which its success is
   * recorded: exactly if the outcome is accepted. A run that fails, or whose claim was lost,
   * enqueues nothing. What is added after the run has ended is not enqueued.
   *
   * @param queue where the task goes; the queue of this task
   * @throws io.sluice.task.InvalidTaskException with a pointer below {@code /then} when there are
   *     more than {@link FollowUp#MOST}, or the task has a unique key or a request key
   */
  void then(String queue, NewTask<?, ?> task);

  /**
   * Completes when this run is to stop: its task was cancelled, its time is up, its session was
   * lost or its worker stops. The subscription of a handler is cancelled then, so that only those
   * need it that work apart from it.
   */
  Mono<Void> cancelled();
}
