package io.sluice.gateway.push;

import io.sluice.gateway.problem.Quoted;
import io.sluice.remote.ClaimRequest;
import io.sluice.remote.Claimed;
import io.sluice.remote.RemoteTask;
import io.sluice.remote.Report;
import io.sluice.remote.Verdict;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownSessionException;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One task after the other: claim, send, settle.
 *
 * <p>A slot has a session of its own. So a target that goes on with its task can be given the
 * session with it: it keeps alive what it has, and nothing else, and neither the end of this
 * gateway nor that of another target means anything to it.
 */
final class PushSlot {
  private static final Logger log = LoggerFactory.getLogger(PushSlot.class);

  /** How long a claim waits before it asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration AFTER_TROUBLE = Duration.ofMillis(500);
  private static final Duration SETTLE_AGAIN = Duration.ofMillis(250);

  /** With the patience of each, beyond the life of a session: then the task runs again anyway. */
  private static final int SETTLES = 40;

  private static final int EXTENDS_PER_LIFE = 3;

  private final PushQueue queue;

  // Used by one turn at a time.
  private @Nullable String session;
  private Duration life = Duration.ofSeconds(EXTENDS_PER_LIFE);

  PushSlot(PushQueue queue) {
    this.queue = queue;
  }

  /** Until the queue stops; ends without an error. */
  Mono<Void> turns() {
    return Mono.defer(this::turn)
        .onErrorResume(this::trouble)
        .repeat(() -> !queue.isStopping())
        .then(Mono.defer(this::close));
  }

  private Mono<Void> turn() {
    return queue
        .claiming()
        .with(() -> queue.rested().then(Mono.defer(this::claim)))
        .flatMap(this::run);
  }

  /** Empty when there is nothing. */
  private Mono<RemoteTask> claim() {
    if (queue.isStopping()) {
      return Mono.empty();
    }
    if (queue.rules().ask(queue.target(), queue.name()).by() == null) {
      queue.rest(PushQueue.NOT_ALLOWED);
      return Mono.empty();
    }
    ClaimRequest request = new ClaimRequest(session, 1, PATIENCE, Set.of(), queue.shared().host());
    return queue.remote().claim(request, queue.interrupted()).mapNotNull(this::claimed);
  }

  private @Nullable RemoteTask claimed(Claimed claimed) {
    session = claimed.session();
    life = claimed.expiresIn();
    return claimed.tasks().isEmpty() ? null : claimed.tasks().get(0);
  }

  private Mono<Void> run(RemoteTask task) {
    return Flux.merge(sent(task), watched(task), queue.cut().thenReturn(PushOutcomes.RELEASED))
        .next()
        .flatMap(end -> ended(task, end));
  }

  private Mono<PushEnd> sent(RemoteTask task) {
    PushTarget own;
    try {
      own = TaskTarget.of(task.task().options().headers());
    } catch (InvalidTaskException refused) {
      return Mono.just(PushOutcomes.refusedTarget(String.valueOf(refused.getMessage())));
    }
    PushTarget target = own == null ? queue.target() : own;
    PushRules rules = queue.rules();
    PushRules.Answer allowed =
        own == null ? rules.ask(target, queue.name()) : rules.askForTask(own, queue.name());
    Allowed by = allowed.by();
    if (by != null) {
      return queue
          .shared()
          .atOnce()
          .with(() -> queue.shared().calls().send(target, by, task, mySession()));
    }
    if (own != null) {
      return Mono.just(PushOutcomes.refusedTarget(allowed.refusal()));
    }
    queue.rest(PushQueue.NOT_ALLOWED);
    return Mono.just(PushOutcomes.RELEASED);
  }

  /** Keeps the session alive; gives something when there is no sense in going on. */
  private Mono<PushEnd> watched(RemoteTask task) {
    return Flux.interval(life.dividedBy(EXTENDS_PER_LIFE))
        .onBackpressureDrop()
        .concatMap(tick -> extended(task.task().id()), 1)
        .next();
  }

  private Mono<PushEnd> extended(TaskId id) {
    return queue
        .remote()
        .extend(mySession())
        .filter(extended -> extended.cancels().contains(id))
        .<PushEnd>map(cancelled -> PushOutcomes.RELEASED)
        .onErrorResume(UnknownSessionException.class, over -> Mono.just(new PushEnd.Lost()))
        .onErrorResume(RedisUnavailableException.class, away -> Mono.empty());
  }

  private Mono<Void> ended(RemoteTask task, PushEnd end) {
    if (end instanceof PushEnd.Settled settled) {
      if (!settled.rest().isZero() && task.task().options().group() == null) {
        queue.rest(settled.rest());
      }
      return settle(task, settled.ended());
    }
    if (end instanceof PushEnd.Later) {
      return later(task);
    }
    if (end instanceof PushEnd.Lost) {
      session = null;
    }
    return Mono.empty();
  }

  /** Until its target has settled it, for as long as the time of the attempt allows. */
  private Mono<Void> later(RemoteTask task) {
    Duration within = task.task().options().timeoutOrDefault();
    return Flux.merge(
            settledElsewhere(task.task()),
            watched(task),
            Mono.delay(within).thenReturn(PushOutcomes.unsettled(within)))
        .next()
        .takeUntilOther(queue.stopping())
        .switchIfEmpty(Mono.defer(this::handOver))
        .flatMap(end -> ended(task, end));
  }

  private Mono<PushEnd> settledElsewhere(TaskView task) {
    String mine = mySession();
    return queue
        .shared()
        .sluice()
        .tasks()
        .follow(task.queue().value(), task.id().value())
        .filter(view -> view.state() != TaskState.RUNNING || !mine.equals(view.worker()))
        .next()
        .<PushEnd>map(view -> new PushEnd.Elsewhere())
        .onErrorResume(UnknownTaskException.class, gone -> Mono.just(new PushEnd.Elsewhere()))
        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, AFTER_TROUBLE));
  }

  /** The session is the target's now, which keeps it alive for as long as it needs. */
  private Mono<PushEnd> handOver() {
    String handed = mySession();
    session = null;
    return queue.remote().extend(handed).then(Mono.<PushEnd>empty()).onErrorComplete();
  }

  private Mono<Void> settle(RemoteTask task, Report.Ended ended) {
    return queue
        .remote()
        .settle(mySession(), List.of(new Report(task.task().id(), task.token(), ended)))
        .retryWhen(
            Retry.fixedDelay(SETTLES, SETTLE_AGAIN)
                .filter(RedisUnavailableException.class::isInstance))
        .flatMap(verdicts -> settled(task, ended, verdicts.get(0)));
  }

  private Mono<Void> settled(RemoteTask task, Report.Ended ended, Verdict verdict) {
    if (verdict == Verdict.REFUSED && ended instanceof Report.Ended.Succeeded) {
      return settle(task, PushOutcomes.refusedFollowUps());
    }
    if (verdict == Verdict.TOKEN_LOST) {
      session = null;
    }
    return Mono.empty();
  }

  /** What the session had, if anything, is run again when it is over. */
  private Mono<Void> trouble(Throwable error) {
    session = null;
    if (error instanceof UnknownSessionException) {
      return Mono.empty();
    }
    if (!(error instanceof RedisUnavailableException)) {
      log.warn("a task of queue {} was not sent: {}", queue.name(), Quoted.of(error.toString()));
    }
    return Mono.delay(AFTER_TROUBLE).then().takeUntilOther(queue.stopping());
  }

  private Mono<Void> close() {
    String mine = session;
    return mine == null ? Mono.empty() : queue.remote().release(mine, Map.of()).onErrorComplete();
  }

  private String mySession() {
    return Objects.requireNonNull(session, "a task comes with a session");
  }
}
