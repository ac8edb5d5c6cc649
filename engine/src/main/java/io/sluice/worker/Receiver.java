package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.Claims;
import io.sluice.claim.WorkerSettings;
import io.sluice.event.EngineEvent;
import io.sluice.task.Outcome;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Delivery;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.SynchronousSink;

/** Claims as a flux of deliveries of one type. */
public final class Receiver<T, R> {
  private final WorkerSettings settings;
  private final Claims claims;
  private final TaskType<T, R> type;
  private final Runnable onGone;
  private final Opening opening;

  public Receiver(WorkerSettings settings, Claims claims, TaskType<T, R> type, Runnable onGone) {
    this.settings = settings;
    this.claims = claims;
    this.type = type;
    this.onGone = onGone;
    this.opening = new Opening(settings);
  }

  /**
   * What is delivered stays with its receiver after a cancel, until it settles or times out. The
   * stop comes after the cancel has gone through: before, it would complete for one who has
   * cancelled.
   */
  public Flux<Delivery<T, R>> deliveries() {
    return claims.flux().<Delivery<T, R>>handle(this::deliver).doFinally(this::stopIfLeft);
  }

  private void stopIfLeft(SignalType end) {
    if (end == SignalType.CANCEL || end == SignalType.ON_ERROR) {
      stop();
    }
  }

  private void stop() {
    claims
        .stop(TaskOptions.MAX_TIMEOUT)
        .doFinally(end -> onGone.run())
        .subscribe(nothing -> {}, this::report);
  }

  private void deliver(Claim claim, SynchronousSink<Delivery<T, R>> next) {
    try {
      T payload = settings.payloads().payload(opening.payload(claim), type.payload());
      next.next(new ReceivedTask<>(claim, payload, type.result(), settings.payloads()));
    } catch (Opening.Unreadable unreadable) {
      settle(claim, opening.after(claim, unreadable));
    } catch (Throwable thrown) {
      settle(claim, Outcomes.afterFailure(claim, thrown));
    }
  }

  private void settle(Claim claim, Outcome outcome) {
    claim.settle(outcome).subscribe(accepted -> {}, this::report);
  }

  private void report(Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("receive", settings.queue(), error));
  }
}
