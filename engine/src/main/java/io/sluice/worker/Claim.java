package io.sluice.worker;

import io.sluice.guard.Guarded;
import io.sluice.store.ClaimedTask;
import io.sluice.store.Note;
import io.sluice.store.Settlement;
import io.sluice.store.StoredTask;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A task in the hands of this worker, from its claim until its outcome is recorded. */
public final class Claim {
  private final WorkerSession session;
  private final ClaimedTask claimed;
  private final long deadlineNanos;
  private final Sinks.Empty<Void> interruption = Sinks.empty();

  Claim(WorkerSession session, ClaimedTask claimed) {
    this.session = session;
    this.claimed = claimed;
    this.deadlineNanos = System.nanoTime() + timeout().toNanos();
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

  ClaimedTask claimed() {
    return claimed;
  }

  int bytes() {
    return claimed.bytes();
  }

  /** This attempt, from 1. */
  int attempt() {
    return claimed.failures() + 1;
  }

  /** By the clock of the store. */
  Instant now() {
    return session.now();
  }

  Duration timeout() {
    return claimed.task().options().timeoutOrDefault();
  }

  /** Errors when the run is to stop; never completes otherwise. */
  public Mono<Void> interrupted() {
    return interruption.asMono();
  }

  /** What a run throws at that is kept here: others are to be interrupted too. */
  void interrupt(Interruption why) {
    Guarded.run(() -> interruption.tryEmitError(why.asError()));
  }

  /** When its time is up, in ns since an instant of {@link System#nanoTime}. */
  long deadlineSince(long origin) {
    return deadlineNanos - origin;
  }

  /** Since it was claimed. */
  Duration held() {
    return Duration.ofNanos(System.nanoTime() - deadlineNanos).plus(timeout());
  }

  /** From its creation until its first delivery; null when this is a later one. */
  @Nullable Duration waited() {
    boolean first = claimed.failures() == 0 && claimed.crashes() == 0;
    return first ? Duration.between(claimed.task().createdAt(), claimed.startedAt()) : null;
  }

  /** From its creation until now. */
  Duration lived() {
    return Duration.between(claimed.task().createdAt(), claimed.startedAt()).plus(held());
  }

  /** Forgets the claim, if that has not happened by settling it. */
  void letGo() {
    session.holdings().remove(this);
  }

  /** Keeps what is told of the task; never errors. */
  Mono<Void> keep(Note note) {
    return session.notebook().keep(note);
  }

  /** Reports the outcome; false when the claim was lost. The slot is free when this ends. */
  public Mono<Boolean> settle(Outcome outcome) {
    return session.settle(
        this, new Settlement(id(), claimed.token(), outcome, task().options().retention()));
  }
}
