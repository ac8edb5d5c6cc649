package io.sluice.claim;

import io.sluice.guard.Hearing;
import io.sluice.lane.Resend;
import io.sluice.loop.Timers;
import io.sluice.store.ExtendReply;
import io.sluice.task.TaskId;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Extends a session, and hears with that what people ask of it: to cancel tasks that it runs, and
 * of its worker to be quiet or to stop. A hint has it hear so at once.
 */
final class Pulse {
  static final String EXTEND = "extend";

  /** Bounds one beat; beyond so many parts of all cancels asked, the hints have to do. */
  private static final int EXTEND_CALLS = 400;

  /** How long after a lost subscription it is tried again; the beats tell of cancels meanwhile. */
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);

  private final WorkerSession session;
  private final String id;
  private final WorkerSettings settings;
  private final Reports reports;

  Pulse(WorkerSession session, String id, WorkerSettings settings, Reports reports) {
    this.session = session;
    this.id = id;
    this.settings = settings;
    this.reports = reports;
  }

  /** Extends the session by its life from now, and does what was asked. */
  Mono<Void> beat() {
    return extend(ExtendReply.END)
        .expand(
            reply ->
                reply instanceof ExtendReply.Alive alive && !alive.cursor().equals(ExtendReply.END)
                    ? extend(alive.cursor())
                    : Mono.empty())
        .take(EXTEND_CALLS)
        .then();
  }

  private Mono<ExtendReply> extend(String cursor) {
    return settings
        .store()
        .sessions()
        .extend(settings.queue(), id, settings.config().sessionLife(), cursor)
        .retryWhen(
            Resend.until(session::isOver, (sends, cause) -> reports.resent(EXTEND, sends, cause)))
        .doOnNext(
            reply -> {
              if (reply instanceof ExtendReply.Alive alive) {
                reports.asked(alive.asked());
                alive.cancels().forEach(this::cancel);
              } else {
                session.lose();
              }
            });
  }

  /** Hears the hints, until it is disposed of. */
  Disposable hear() {
    return Hearing.ofNothing(
        settings
            .store()
            .hints()
            .cancels(settings.queue())
            .flatMapMany(ids -> ids)
            .onErrorComplete()
            .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN, Timers.scheduler()))
            .flatMap(this::told));
  }

  /** A task to be cancelled, or a session of which something else was asked. */
  private Mono<Void> told(TaskId told) {
    if (told.value().equals(id)) {
      return beat().onErrorComplete();
    }
    cancel(told);
    return Mono.empty();
  }

  private void cancel(TaskId task) {
    session.holdings().interrupt(task, Interruption.CANCEL);
  }
}
