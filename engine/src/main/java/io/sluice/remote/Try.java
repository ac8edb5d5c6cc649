package io.sluice.remote;

import io.sluice.event.EngineEvent;
import io.sluice.lane.Resend;
import io.sluice.loop.Timers;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import io.sluice.task.Failure;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownSessionException;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The tries of one request to claim, one after the other.
 *
 * <p>Claims of a session are numbered. Here the number is the time, so that whichever gateway makes
 * the next one finds a higher one; should its clock be behind, the answer says by how much.
 *
 * <p>What a claim brings when its caller has gone, goes back: nobody would ever run it while the
 * session lives on.
 */
final class Try {
  /**
   * What cannot be read is not handed out, and a claim may come late; so often in one try at most.
   */
  private static final int ROUNDS = 8;

  private final RemoteSettings settings;
  private final Settles settles;
  private final QueueName queue;
  private final String session;
  private final ClaimRequest request;
  private long seq;

  Try(RemoteSettings settings, Settles settles, String session, ClaimRequest request) {
    this.settings = settings;
    this.settles = settles;
    this.queue = settings.queue();
    this.session = session;
    this.request = request;
    this.seq = settings.store().now().toEpochMilli();
  }

  /** Claims what is there, up to what was asked for. One at a time. */
  Mono<Given> once() {
    return round(ROUNDS);
  }

  private Mono<Given> round(int left) {
    return claim()
        .flatMap(
            reply -> {
              if (reply instanceof ClaimReply.Claimed claimed) {
                return readable(claimed, left);
              }
              if (reply instanceof ClaimReply.Late late) {
                seq = Math.max(seq, late.last());
                return left == 0 ? Mono.just(Given.NOTHING) : round(left - 1);
              }
              if (reply instanceof ClaimReply.Gone) {
                return Mono.error(new UnknownSessionException(queue.whole(), session));
              }
              return Mono.just(Given.nothing((ClaimReply.Resting) reply));
            });
  }

  /** As long as its session lives it is worth to ask for the reply to a claim. */
  private Mono<ClaimReply> claim() {
    return Mono.defer(
        () -> {
          long number = ++seq;
          return answered(
                  settings
                      .store()
                      .claim(
                          queue, session, number, ClaimTerms.upTo(request.max(), request.types()))
                      .retryWhen(
                          Resend.until(
                              () -> false,
                              (sends, cause) ->
                                  settings.tell(
                                      new EngineEvent.CallResent("claim", queue, sends, cause))))
                      .timeout(settings.life(), Timers.scheduler()))
              .timeout(settings.patience(), Mono.error(() -> unanswered()), Timers.scheduler());
        });
  }

  /** The answer, for as long as somebody waits for it; after that its tasks go back. */
  private Mono<ClaimReply> answered(Mono<ClaimReply> call) {
    return Mono.defer(
        () -> {
          Sinks.One<ClaimReply> answer = Sinks.one();
          call.subscribe(
              reply -> {
                if (answer.tryEmitValue(reply).isFailure()) {
                  giveBack(reply);
                }
              },
              answer::tryEmitError);
          return answer.asMono().doOnCancel(answer::tryEmitEmpty);
        });
  }

  private void giveBack(ClaimReply reply) {
    if (reply instanceof ClaimReply.Claimed claimed) {
      giveBack(claimed.tasks().stream().map(Try::whole).map(this::handedOut).toList());
    }
  }

  /** In the background: whoever it was for is gone. What fails is reaped with the session. */
  void giveBack(List<RemoteTask> unwanted) {
    Flux.fromIterable(unwanted)
        .flatMap(
            task ->
                settles.settle(
                    session,
                    new Report(task.task().id(), task.token(), new Report.Ended.Released())))
        .timeout(settings.life(), Timers.scheduler())
        .subscribe(
            verdict -> {},
            error -> settings.tell(new EngineEvent.PassFailed("give back", queue, error)));
  }

  /** Not all may have been looked at for tasks of these types: then the next round goes on. */
  private Mono<Given> readable(ClaimReply.Claimed claimed, int left) {
    List<ClaimedTask> tasks = claimed.tasks().stream().map(Try::whole).toList();
    List<ClaimedTask> readable = tasks.stream().filter(Try::isReadable).toList();
    readable.forEach(settles::given);
    List<RemoteTask> wanted = readable.stream().map(this::handedOut).toList();
    Mono<Void> rest =
        wanted.size() == tasks.size()
            ? Mono.empty()
            : Flux.fromIterable(tasks)
                .flatMap(
                    task -> Mono.justOrEmpty(task.unreadable()).flatMap(why -> leave(task, why)))
                .onErrorComplete(RedisUnavailableException.class)
                .then();
    if (!wanted.isEmpty() || left == 0 || (tasks.isEmpty() && !claimed.more())) {
      return rest.thenReturn(Given.of(wanted));
    }
    return rest.then(Mono.defer(() -> round(tasks.isEmpty() ? left : left - 1)));
  }

  /** With its payload, which is part of the answer. */
  private static ClaimedTask whole(ClaimedTask claimed) {
    try {
      claimed.task().payload();
      return claimed;
    } catch (StoreCorruptedException damaged) {
      return claimed.unreadable(Failure.of(damaged));
    }
  }

  private static boolean isReadable(ClaimedTask claimed) {
    return claimed.unreadable() == null;
  }

  /** What is damaged is buried; what a newer version wrote is put off, for who can run it. */
  private Mono<Verdict> leave(ClaimedTask claimed, Failure unreadable) {
    if (!claimed.isNewer()) {
      return settle(claimed, new Report.Ended.Hopeless(unreadable));
    }
    Duration delay = settings.putOff().next();
    settings.tell(
        new EngineEvent.VersionUnknown(
            queue, claimed.task().id(), claimed.task().type(), unreadable.message(), delay));
    return settle(claimed, new Report.Ended.PutOff(delay));
  }

  private Mono<Verdict> settle(ClaimedTask claimed, Report.Ended ended) {
    return settles.settle(claimed.task().id(), Ticket.of(claimed), ended);
  }

  private RemoteTask handedOut(ClaimedTask claimed) {
    return new RemoteTask(
        new TaskView(
            claimed.task().id(),
            queue.whole(),
            claimed.task().type(),
            TaskState.RUNNING,
            claimed.failures() + 1,
            claimed.crashes(),
            isReadable(claimed) ? claimed.task().payload() : claimed.task().kept().kept(),
            claimed.task().options(),
            claimed.task().createdAt(),
            null,
            claimed.startedAt(),
            null,
            session,
            null,
            List.of(),
            null,
            List.of(),
            Confirmation.MEMORY),
        Ticket.of(claimed).text(queue));
  }

  private RedisUnavailableException unanswered() {
    return new RedisUnavailableException(
        "claim was not answered by Redis in time; what it still brings goes back", null);
  }
}
