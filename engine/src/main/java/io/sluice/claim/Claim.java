package io.sluice.claim;

import io.sluice.guard.Guarded;
import io.sluice.store.ClaimedTask;
import io.sluice.store.Note;
import io.sluice.store.Settlement;
import io.sluice.store.StoredTask;
import io.sluice.store.history.Latencies;
import io.sluice.store.stream.Emission;
import io.sluice.store.stream.Verdict;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.handler.Emit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A task in the hands of this worker, from its claim until its outcome is recorded. */
public final class Claim {
  private final WorkerSession session;
  private final ClaimedTask claimed;
  private final long claimedNanos;
  private volatile long begunNanos;
  private volatile long deadline = Holdings.NEVER;
  private volatile @Nullable HeldSlot slot;
  private List<FollowUp> followUps = List.of(); // guarded by this
  private @Nullable Interruption interruption; // guarded by this
  private @Nullable Consumer<Interruption> interrupted; // guarded by this
  private Sinks.@Nullable Empty<Void> cancelled; // guarded by this; few handlers ask for it

  /**
   * @param claimedNanos when it was claimed, by {@link System#nanoTime}
   */
  Claim(WorkerSession session, ClaimedTask claimed, long claimedNanos) {
    this.session = session;
    this.claimed = claimed;
    this.claimedNanos = claimedNanos;
    this.begunNanos = claimedNanos;
  }

  /** The time of the attempt counts from now on. */
  public void begin() {
    long now = System.nanoTime();
    begunNanos = now;
    session.holdings().begun(this, now);
  }

  /** Waits for a thread or for others of its batch; that is no time of the attempt. */
  public void waits() {
    deadline = Holdings.NEVER;
  }

  /** When its handler began, by {@link System#nanoTime}. */
  public long begunNanos() {
    return begunNanos;
  }

  /** From its claim until its handler began. */
  public Duration unbegun() {
    return Duration.ofNanos(begunNanos - claimedNanos);
  }

  /** The claim is run in this slot. */
  public void runsIn(HeldSlot itsSlot) {
    slot = itsSlot;
  }

  /** One thread more keeps its slot. */
  public void enter() {
    HeldSlot kept = slot;
    if (kept != null) {
      kept.enter();
    }
  }

  /** A thread does not keep its slot any more. */
  public void leave() {
    HeldSlot kept = slot;
    if (kept != null) {
      kept.leave();
    }
  }

  public TaskId id() {
    return claimed.task().id();
  }

  public QueueName queue() {
    return session.queue();
  }

  public StoredTask task() {
    return claimed.task();
  }

  public ClaimedTask claimed() {
    return claimed;
  }

  int bytes() {
    return claimed.bytes();
  }

  /** This attempt, from 1. */
  public int attempt() {
    return claimed.failures() + 1;
  }

  /** By the clock of the store. */
  public Instant now() {
    return session.now();
  }

  public Duration timeout() {
    return claimed.task().options().timeoutOrDefault();
  }

  /** Calls this once when the run is to stop, or at once when it was to stop before. */
  public void onInterruption(Consumer<Interruption> told) {
    Interruption before;
    synchronized (this) {
      before = interruption;
      interrupted = told;
    }
    if (before != null) {
      told.accept(before);
    }
  }

  /** Errors when the run is to stop; never completes otherwise. */
  public synchronized Mono<Void> interrupted() {
    if (cancelled == null) {
      cancelled = Sinks.empty();
      if (interruption != null) {
        cancelled.tryEmitError(interruption.asError());
      }
    }
    return cancelled.asMono();
  }

  /** Heard on a thread of the crew: to be interrupted may call anything of a user. */
  void interrupt(Interruption why) {
    session.interrupts().execute(() -> stop(why));
  }

  /** The first interruption counts. */
  private void stop(Interruption why) {
    Consumer<Interruption> told;
    Sinks.Empty<Void> others;
    synchronized (this) {
      if (interruption != null) {
        return;
      }
      interruption = why;
      told = interrupted;
      others = cancelled;
    }
    if (told != null) {
      Guarded.run(() -> told.accept(why));
    }
    if (others != null) {
      others.tryEmitError(why.asError());
    }
  }

  /** When its time is up, in ns since the origin of its {@link Holdings}. */
  long deadline() {
    return deadline;
  }

  void deadline(long sinceOrigin) {
    deadline = sinceOrigin;
  }

  /** Since it was claimed. */
  Duration held() {
    return Duration.ofNanos(heldNanos());
  }

  /** Since it was claimed, in ns. */
  long heldNanos() {
    return System.nanoTime() - claimedNanos;
  }

  /** From its creation until its first delivery, in ns; {@link Latencies#NONE} for a later one. */
  long waitedNanos() {
    return claimed.isFirst()
        ? Latencies.between(claimed.task().createdAt(), claimed.startedAt())
        : Latencies.NONE;
  }

  /** From its creation until its first delivery; null when this is a later one. */
  @Nullable Duration waited() {
    return claimed.isFirst()
        ? Duration.between(claimed.task().createdAt(), claimed.startedAt())
        : null;
  }

  /** From its creation until now. */
  Duration lived() {
    return Duration.between(claimed.task().createdAt(), claimed.startedAt()).plus(held());
  }

  /** Forgets the claim, if that has not happened by settling it. */
  public void letGo() {
    session.holdings().remove(this);
  }

  /** Keeps what is told of the task; never errors. */
  public Mono<Void> keep(Note note) {
    return session.notebook().keep(note);
  }

  /** Keeps an item that the run emits; items are numbered from 0, and handed in one by one. */
  public Mono<Verdict> emit(Emit bounds, long number, byte[] item) {
    return session
        .emitter()
        .emit(new Emission(id(), claimed.token(), bounds.items(), bounds.bytes(), number, item));
  }

  /**
   * Adds what is enqueued if this run succeeds.
   *
   * @throws io.sluice.task.InvalidTaskException when there are too many
   */
  public synchronized void then(List<FollowUp> more) {
    session.divided().refuseBelonging(more);
    followUps = FollowUp.bounded(with(more));
  }

  /**
   * The outcome of a run that succeeded with this result, together with what follows the task.
   *
   * @param more what follows besides what was added before
   * @throws io.sluice.task.SluiceException when the follow-ups cannot be taken
   */
  public Ended succeed(byte[] result, List<FollowUp> more) {
    List<FollowUp> all = with(more);
    if (all.isEmpty() && task().flow().next().isEmpty()) {
      return Ended.with(new Outcome.Succeed(result));
    }
    session.divided().refuseBelonging(all);
    return new Ended(
        new Outcome.Succeed(result),
        session.followUps().of(queue(), task(), result, all, session.now()));
  }

  private synchronized List<FollowUp> with(List<FollowUp> more) {
    if (followUps.isEmpty()) {
      return more;
    }
    List<FollowUp> all = new ArrayList<>(followUps);
    all.addAll(more);
    return all;
  }

  /** Reports the outcome; false when the claim was lost. The slot is free when this ends. */
  public Mono<Boolean> settle(Outcome outcome) {
    return settle(Ended.with(outcome));
  }

  /** Reports how the run ended, with what follows the task. */
  public Mono<Boolean> settle(Ended ended) {
    return session.settle(
        this,
        new Settlement(
            id(),
            claimed.token(),
            ended.outcome(),
            task().options().retention(),
            ended.followUps()));
  }
}
