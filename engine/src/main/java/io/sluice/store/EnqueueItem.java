package io.sluice.store;

import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One task of an enqueue call.
 *
 * @param fresh the id was made for this task, so nobody can have used it
 * @param delay how long after the store took it the task becomes due
 * @param runAt in place of the delay
 * @param unique the key that it holds, or null
 * @param request the request that it is the answer to, or null
 * @param batch the batch of which it is a member, or null
 * @param durability what its enqueue waits for; all items of a call wait for the same
 */
public record EnqueueItem(
    StoredTask task,
    boolean fresh,
    Duration delay,
    @Nullable Instant runAt,
    @Nullable Unique unique,
    @Nullable RequestKey request,
    @Nullable BatchId batch,
    Durability durability) {

  /** That waits for nothing. */
  public EnqueueItem(
      StoredTask task,
      boolean fresh,
      Duration delay,
      @Nullable Instant runAt,
      @Nullable Unique unique,
      @Nullable RequestKey request,
      @Nullable BatchId batch) {
    this(task, fresh, delay, runAt, unique, request, batch, Durability.MEMORY);
  }

  /** Of no batch. */
  public EnqueueItem(
      StoredTask task,
      boolean fresh,
      Duration delay,
      @Nullable Instant runAt,
      @Nullable Unique unique,
      @Nullable RequestKey request) {
    this(task, fresh, delay, runAt, unique, request, null);
  }

  /** Of no batch and without a key. */
  public EnqueueItem(StoredTask task, boolean fresh, Duration delay, @Nullable Instant runAt) {
    this(task, fresh, delay, runAt, null, null);
  }

  /** The same, that waits for this. */
  public EnqueueItem durability(Durability value) {
    return new EnqueueItem(task, fresh, delay, runAt, unique, request, batch, value);
  }

  /** The same under another id. */
  public EnqueueItem id(TaskId value) {
    return value.equals(task.id())
        ? this
        : new EnqueueItem(task.id(value), fresh, delay, runAt, unique, request, batch, durability);
  }

  /**
   * What decides where in a divided queue it goes: its group, or else its unique key, or an id that
   * was given to it, or the key of its request; null when it may go anywhere.
   */
  public @Nullable String belongsBy(boolean given) {
    String group = task.options().group();
    if (group != null) {
      return group;
    }
    if (unique != null) {
      return "u" + unique.key();
    }
    if (given) {
      return task.id().value();
    }
    return request == null ? null : "i" + request.key();
  }

  /** Whether the task may run as soon as it is there. */
  public boolean immediate() {
    return runAt == null && (delay.isZero() || delay.isNegative());
  }

  /** Whether it is to be looked at before it is taken, or before it begins. */
  public boolean conditional() {
    return keyed() || task.options().expiresIn() != null;
  }

  /** Whether it holds a key, or is the answer to a request. */
  public boolean keyed() {
    return unique != null || request != null;
  }

  /** Whether the task waits by its group or its priority, and not in the plain list. */
  public boolean grouped() {
    return task.options().group() != null;
  }

  /** Whether its starts take more than one token of a rate. */
  public boolean costly() {
    return task.options().costOrDefault() != TaskOptions.DEFAULT_COST;
  }

  /** Roughly how many bytes it puts on the wire. */
  public int weight() {
    return task.kept().kept().length + task.flow().bytes() + 128;
  }
}
