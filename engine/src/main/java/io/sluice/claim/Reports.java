package io.sluice.claim;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.id.Host;
import io.sluice.protocol.TaskStore;
import io.sluice.store.WorkerNote;
import io.sluice.store.history.Latencies;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.view.WorkerView.Asked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What one session reports: its life and its outcomes to the listener, its load to the store. */
final class Reports {
  private final QueueName queue;
  private final String session;
  private final TaskStore store;
  private final Host host;
  private final Instant since;
  private final Set<String> types;
  private final EngineListener listener;
  private final boolean timesTasks;
  private final Latencies latencies;
  private final Supplier<@Nullable Integer> capacity;
  private final Consumer<Asked> onAsked;

  /** What was asked of the worker last, by this session. */
  private final AtomicReference<@Nullable Asked> asked = new AtomicReference<>();

  /** The last note that the store has; touched by one pass at a time. */
  private @Nullable WorkerNote presented;

  Reports(
      String session,
      WorkerSettings settings,
      Supplier<@Nullable Integer> capacity,
      Consumer<Asked> onAsked) {
    this.queue = settings.queue();
    this.session = session;
    this.store = settings.store();
    this.since = store.now().truncatedTo(ChronoUnit.MILLIS);
    this.host = settings.host();
    this.types = settings.types();
    this.listener = settings.listener();
    this.timesTasks = listener.timesTasks();
    this.latencies = store.upkeep().history().timings().of(queue);
    this.capacity = capacity;
    this.onAsked = onAsked;
  }

  void opened() {
    listener.on(new EngineEvent.SessionOpened(queue, session));
  }

  void lost(int running) {
    listener.on(new EngineEvent.SessionLost(queue, session, running));
  }

  /** Tells the worker what was asked of it, once each time that it is something else. */
  void asked(@Nullable Asked now) {
    if (now != null && asked.getAndSet(now) != now) {
      listener.on(new EngineEvent.WorkerAsked(queue, session, now));
      onAsked.accept(now);
    }
  }

  /** What was asked of it last; null for nothing. */
  @Nullable Asked asked() {
    return asked.get();
  }

  void closed() {
    listener.on(new EngineEvent.SessionClosed(queue, session));
  }

  void resent(String call, int sends, Throwable cause) {
    listener.on(new EngineEvent.CallResent(call, queue, sends, cause));
  }

  void settled(Claim claim, Outcome outcome, boolean accepted) {
    if (accepted && ran(outcome)) {
      latencies.waited(claim.waitedNanos());
      latencies.ran(claim.heldNanos());
    }
    if (accepted && timesTasks) {
      listener.on(
          new EngineEvent.TaskTimed(
              queue,
              claim.task().type(),
              outcome,
              claim.waited(),
              claim.held(),
              ends(outcome) ? claim.lived() : null));
    }
    listener.on(
        accepted
            ? new EngineEvent.TaskSettled(
                queue, claim.id(), claim.task().type(), claim.claimed().token(), outcome)
            : new EngineEvent.SettleRefused(queue, claim.id(), claim.claimed().token()));
  }

  /** Keeps the load of the session for people who look; not again while nothing has changed. */
  Mono<Void> present(int held, Duration life) {
    return Mono.defer(
        () -> {
          WorkerNote note =
              new WorkerNote(capacity.get(), held, life, host.name(), host.version(), since, types);
          return note.equals(presented)
              ? Mono.empty()
              : store
                  .sessions()
                  .present(queue, session, note)
                  .doOnSuccess(done -> presented = note);
        });
  }

  private static boolean ran(Outcome outcome) {
    return outcome instanceof Outcome.Succeed
        || outcome instanceof Outcome.Retry
        || outcome instanceof Outcome.Bury;
  }

  private static boolean ends(Outcome outcome) {
    return outcome instanceof Outcome.Succeed
        || outcome instanceof Outcome.Bury
        || outcome instanceof Outcome.Cancel;
  }
}
