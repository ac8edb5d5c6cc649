package io.sluice.claim;

import io.sluice.loop.LoopAge;
import io.sluice.task.view.WorkerView.Asked;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The present session of a worker; a new one is opened when the last is over. */
final class Sessions {
  private final WorkerSettings settings;
  private final Supplier<@Nullable Integer> capacity;
  private final Consumer<Asked> onAsked;
  private final AtomicReference<@Nullable WorkerSession> latest = new AtomicReference<>();

  Sessions(WorkerSettings settings, Supplier<@Nullable Integer> capacity, Consumer<Asked> onAsked) {
    this.settings = settings;
    this.capacity = capacity;
    this.onAsked = onAsked;
  }

  /** The session to claim with. To be asked by one at a time. */
  Mono<WorkerSession> present() {
    return Mono.defer(
        () -> {
          WorkerSession session = latest.get();
          if (session != null && !session.isOver()) {
            return Mono.just(session);
          }
          return WorkerSession.open(settings, capacity, onAsked, session).doOnNext(latest::set);
        });
  }

  /** The last session; null before the first. */
  @Nullable WorkerSession latest() {
    return latest.get();
  }

  /** The session that stands; null while none does. */
  @Nullable WorkerSession standing() {
    WorkerSession session = latest.get();
    boolean stands = session != null && !session.isOver() && session.claims().standing().isOpen();
    return stands ? session : null;
  }

  /** Tasks held now. */
  int held() {
    WorkerSession session = latest.get();
    return session == null ? 0 : session.holdings().size();
  }

  Mono<Void> whenNothingHeld() {
    return Mono.defer(
        () -> {
          WorkerSession session = latest.get();
          return session == null ? Mono.empty() : session.holdings().whenEmpty();
        });
  }

  void interruptAll(Interruption why) {
    WorkerSession session = latest.get();
    if (session != null) {
      session.holdings().interruptAll(why);
    }
  }

  Mono<Void> close() {
    return Mono.defer(
        () -> {
          WorkerSession session = latest.get();
          return session == null ? Mono.empty() : session.close();
        });
  }

  List<LoopAge> loopAges() {
    WorkerSession session = latest.get();
    return session == null || session.isOver() ? List.of() : session.loopAges();
  }
}
