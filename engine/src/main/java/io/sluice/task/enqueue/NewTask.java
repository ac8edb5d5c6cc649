package io.sluice.task.enqueue;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task that is not enqueued yet. Immutable: every option gives a new one, so one can serve as the
 * template of many.
 */
public final class NewTask<T, R> implements Part<NewTask<T, R>, R> {
  /** The farthest a task may be delayed. */
  public static final Duration MAX_DELAY = Duration.ofDays(3650);

  /** The last instant at which a task may begin. */
  public static final Instant LAST_RUN_AT = Instant.parse("9999-12-31T23:59:59.999Z");

  private final TaskType<T, R> type;
  private final T payload;
  private final @Nullable TaskId id;
  private final Duration delay;
  private final @Nullable Instant runAt;
  private final TaskOptions options;
  private final Ties ties;

  NewTask(TaskType<T, R> type, T payload) {
    this(type, payload, null, Duration.ZERO, null, TaskOptions.NONE, Ties.NONE);
  }

  private NewTask(
      TaskType<T, R> type,
      T payload,
      @Nullable TaskId id,
      Duration delay,
      @Nullable Instant runAt,
      TaskOptions options,
      Ties ties) {
    this.type = type;
    this.payload = payload;
    this.id = id;
    this.delay = delay;
    this.runAt = runAt;
    this.options = options;
    this.ties = ties;
  }

  /** An id of the caller's own: enqueuing the same id again is refused as a duplicate. */
  public NewTask<T, R> id(String value) {
    return new NewTask<>(type, payload, TaskId.given(value), delay, runAt, options, ties);
  }

  /** Runs no earlier than this long after Redis took it. Zero or less means now. */
  public NewTask<T, R> delay(Duration value) {
    if (value.compareTo(MAX_DELAY) > 0) {
      throw new InvalidTaskException("/delay", "delay must be at most 3650 days, is " + value);
    }
    Duration wait = value.isNegative() ? Duration.ZERO : value;
    if (!wait.isZero()) {
      requireNoDebounce("delay", unique());
    }
    return new NewTask<>(type, payload, id, wait, null, options, ties);
  }

  /** Runs no earlier than this instant, by the clock of Redis. One in the past means now. */
  public NewTask<T, R> runAt(Instant value) {
    if (value.isAfter(LAST_RUN_AT)) {
      throw new InvalidTaskException(
          "/runAt", "runAt must be at most " + LAST_RUN_AT + ", is " + value);
    }
    requireNoDebounce("runAt", unique());
    Instant at = value.isBefore(Instant.EPOCH) ? Instant.EPOCH : value;
    return new NewTask<>(type, payload, id, Duration.ZERO, at, options, ties);
  }

  /** The longest one attempt may run; then it counts as failed. */
  public NewTask<T, R> timeout(Duration value) {
    return new NewTask<>(type, payload, id, delay, runAt, options.timeout(value), ties);
  }

  public NewTask<T, R> retry(RetryPolicy value) {
    return new NewTask<>(type, payload, id, delay, runAt, options.retry(value), ties);
  }

  /**
   * For the handler, trace context and the like. Names must not be empty, and have no control
   * character; values have no CR, LF or NUL: they travel in places where these end a line.
   */
  public NewTask<T, R> headers(Map<String, String> value) {
    value.forEach(Texts::requireHeader);
    return new NewTask<>(type, payload, id, delay, runAt, options.headers(value), ties);
  }

  /** For people who look at the task; none is empty or has a control character. */
  public NewTask<T, R> tags(List<String> value) {
    for (int i = 0; i < value.size(); i++) {
      Texts.requireTag("/tags/" + i, value.get(i));
    }
    return new NewTask<>(type, payload, id, delay, runAt, options.tags(value), ties);
  }

  /** Expires if it has not begun so long after Redis took it. */
  public NewTask<T, R> expiresIn(Duration value) {
    return with(options.expiresIn(value));
  }

  /** Kept so long once it has succeeded, whatever its queue does with the others. */
  public NewTask<T, R> retention(Duration value) {
    return with(options.retention(value));
  }

  /**
   * From 0 to 9, by default 4: of the tasks of one group, or of those without a group, those of a
   * higher priority go first.
   *
   * @throws InvalidTaskException with pointer {@code /priority} when it is out of range
   */
  public NewTask<T, R> priority(int value) {
    return with(options.priority(value));
  }

  /**
   * The tenant, account or user that the task belongs to: groups share a queue fairly, by their
   * weights, and may have limits of their own.
   *
   * @throws InvalidTaskException with pointer {@code /group} when it is no name of 1 to 64 bytes
   */
  public NewTask<T, R> group(String value) {
    return with(options.group(value));
  }

  /**
   * How many tokens each start takes of the rate of its queue, and of that of its group; by default
   * 1. Of a rate whose burst is smaller it takes the whole burst.
   *
   * @throws InvalidTaskException with pointer {@code /cost} when it is not 1 to {@link
   *     TaskOptions#MAX_COST}
   */
  public NewTask<T, R> cost(int value) {
    return with(options.cost(value));
  }

  /** At most one task of the queue with this key until it has ended; another is a duplicate. */
  public NewTask<T, R> unique(String key) {
    return unique(new Unique(key, null, Unique.OnConflict.REJECT));
  }

  /** At most one task of the queue with this key in this time; another is a duplicate. */
  public NewTask<T, R> uniqueFor(String key, Duration window) {
    return unique(new Unique(key, window, Unique.OnConflict.REJECT));
  }

  /**
   * @throws InvalidTaskException when it has a debounce and the task a delay or a time
   */
  public NewTask<T, R> unique(Unique value) {
    if (runAt != null || !delay.isZero()) {
      requireNoDebounce(runAt != null ? "runAt" : "delay", value);
    }
    return new NewTask<>(type, payload, id, delay, runAt, options, ties.unique(value));
  }

  /** Of several with this key and fingerprint one is enqueued, and each gets its handle. */
  public NewTask<T, R> requestKey(RequestKey value) {
    return new NewTask<>(type, payload, id, delay, runAt, options, ties.requestKey(value));
  }

  /** A debounce says when the task starts. */
  private static void requireNoDebounce(String field, @Nullable Unique unique) {
    if (unique != null && unique.debounce() != null) {
      throw new InvalidTaskException(
          "/" + field,
          field + " must not be given with unique.debounce, which sets the time of the start");
    }
  }

  private NewTask<T, R> with(TaskOptions value) {
    return new NewTask<>(type, payload, id, delay, runAt, value, ties);
  }

  /**
   * Enqueues another task when this one has succeeded, in the same atomic step in which its success
   * is recorded: exactly if the outcome is accepted. Several are enqueued in the order in which
   * they were added; each may have follow-ups of its own.
   *
   * @param queue where the follow-up goes
   * @throws InvalidTaskException with a pointer below {@code /then} when there are more than {@link
   *     FollowUp#MOST}, the chain is longer than {@link FollowUp#LONGEST_CHAIN}, or the follow-up
   *     has a unique key or a request key
   */
  public NewTask<T, R> then(String queue, NewTask<?, ?> next) {
    return then(new FollowUp(QueueName.of(queue), next, false));
  }

  /** The same with a follow-up whose payload is the result of this task, whatever it has itself. */
  public NewTask<T, R> thenWithResult(String queue, NewTask<R, ?> next) {
    return then(new FollowUp(QueueName.of(queue), next, true));
  }

  /** The same with a follow-up of this type, without options. */
  @SuppressWarnings("NullAway") // the payload is never looked at
  public NewTask<T, R> thenWithResult(String queue, TaskType<R, ?> next) {
    return thenWithResult(queue, next.with(null));
  }

  /** The same with a follow-up that was made before. */
  public NewTask<T, R> then(FollowUp next) {
    List<FollowUp> all = FollowUp.added(followUps(), next);
    return new NewTask<>(type, payload, id, delay, runAt, options, ties.followUps(all));
  }

  /** Makes it a member of this batch, which must not be sealed. */
  public NewTask<T, R> in(BatchId value) {
    return new NewTask<>(type, payload, id, delay, runAt, options, ties.batch(value));
  }

  /**
   * Has its enqueue answered once it is this safe, or was not in time: {@link
   * TaskHandle#confirmation} says which. By default it is not waited.
   */
  public NewTask<T, R> durability(Durability value) {
    return new NewTask<>(type, payload, id, delay, runAt, options, ties.durability(value));
  }

  /** Ties what {@code enqueueAll} or {@code scatter} answers to something of the caller's. */
  public <C> Part<C, R> correlate(C correlation) {
    return new WithCorrelation<>(this, correlation);
  }

  public TaskType<T, R> type() {
    return type;
  }

  public T payload() {
    return payload;
  }

  public @Nullable TaskId id() {
    return id;
  }

  public Duration delay() {
    return delay;
  }

  public @Nullable Instant runAt() {
    return runAt;
  }

  public TaskOptions options() {
    return options;
  }

  public @Nullable Unique unique() {
    return ties.unique();
  }

  public @Nullable RequestKey requestKey() {
    return ties.requestKey();
  }

  /** What is enqueued when the task has succeeded. */
  public List<FollowUp> followUps() {
    return ties.followUps();
  }

  /** The batch of which it is a member, or null. */
  public @Nullable BatchId batch() {
    return ties.batch();
  }

  /** What its enqueue waits for. */
  public Durability durability() {
    return ties.durability();
  }

  @Override
  public NewTask<T, R> task() {
    return this;
  }

  @Override
  public NewTask<T, R> correlation() {
    return this;
  }

  private record WithCorrelation<C, R>(NewTask<?, R> task, C correlation) implements Part<C, R> {}
}
