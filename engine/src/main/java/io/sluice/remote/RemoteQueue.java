package io.sluice.remote;

import io.sluice.event.EngineEvent;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.store.ExtendReply;
import io.sluice.store.WorkerNote;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.UnknownSessionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What workers elsewhere do with one queue. Everything is cold. Calls of one session may come by
 * different engines; they should come one after the other.
 *
 * <p>All but {@link #settle} error with {@link UnknownSessionException} when the session is over.
 * Any of them may error with {@link RedisUnavailableException} within the time that is set for
 * enqueues; a claim that was not answered in time gives back what it brings, and everything else
 * may be asked again without harm.
 */
public final class RemoteQueue {
  static final int EXTENDS_PER_LIFE = 3;

  /** The most credits of one stream. */
  public static final int MOST_CREDITS = 1_000;

  /**
   * Parts of all cancels asked of a queue that one extend looks at; the next one finds the rest.
   */
  private static final int MOST_PARTS = 40;

  private static final Pattern SESSION = Pattern.compile("[0-9a-z]{1,40}");

  private final RemoteSettings settings;
  private final QueueName queue;
  private final TaskStore store;
  private final Settles settles;
  private final WaitingLine line;
  private final Presented presented = new Presented();

  /** Of the streams that are open here, by session. */
  private final Map<String, Credits> streams = new ConcurrentHashMap<>();

  RemoteQueue(RemoteSettings settings) {
    this.settings = settings;
    this.queue = settings.queue();
    this.store = settings.store();
    this.settles = new Settles(settings);
    this.line = new WaitingLine(queue, () -> store.landing(queue));
  }

  /**
   * Gives ready tasks to a session, and opens one if there is none; no tasks when there was none
   * within the wait. The session is kept alive while it waits. When the subscriber cancels, what
   * the claim still brings goes back.
   */
  public Mono<Claimed> claim(ClaimRequest request) {
    return claim(request, Mono.never());
  }

  /**
   * The same, but waits no longer than this.
   *
   * @param end of the wait, whatever patience is left
   */
  public Mono<Claimed> claim(ClaimRequest request, Mono<Void> end) {
    return Mono.defer(
        () -> {
          requireUndivided();
          String known = request.session();
          Mono<String> session =
              known == null
                  ? opened(request.max(), request.types())
                  : extended(known, ExtendReply.END)
                      .then(present(known, request.max(), request.types()))
                      .thenReturn(known);
          return session.flatMap(
              id ->
                  request.patience().isZero()
                      ? claim(id, request, end)
                      : Flux.merge(claim(id, request, end), this.<Claimed>keeping(id)).next());
        });
  }

  private void requireUndivided() {
    store.divided().refuse(queue, "/queue", "workers elsewhere cannot claim");
  }

  /** Records how tasks of this session ended; a verdict for each, in order. */
  public Mono<List<Verdict>> settle(String session, List<Report> reports) {
    return Flux.fromIterable(reports)
        .flatMapSequential(
            report ->
                settles
                    .settle(session, report)
                    .doOnNext(verdict -> settled(session, report, verdict)),
            Math.max(1, reports.size()))
        .collectList()
        .timeout(settings.patience(), Mono.error(() -> unanswered("settle")), Timers.scheduler());
  }

  /**
   * Keeps items of the stream of a task that this session runs. The items of a run are numbered
   * from 0; a call that is sent again keeps nothing twice.
   */
  public Mono<EmitReply> emit(String session, EmitRequest request) {
    return Mono.justOrEmpty(Ticket.parse(request.token()))
        .filter(ticket -> ticket.session().equals(session))
        .flatMap(ticket -> store.streams().emit(queue, request.emissions(ticket)))
        .map(EmitReply::of)
        .defaultIfEmpty(EmitReply.lost())
        .timeout(settings.patience(), Mono.error(() -> unanswered("emit")), Timers.scheduler());
  }

  /** Keeps a session alive for its life from now. */
  public Mono<Extended> extend(String session) {
    return Mono.defer(() -> extended(session, ExtendReply.END))
        .expand(
            alive ->
                alive.cursor().equals(ExtendReply.END)
                    ? Mono.empty()
                    : extended(session, alive.cursor()))
        .take(MOST_PARTS)
        .collect(ArrayList<TaskId>::new, (cancels, alive) -> cancels.addAll(alive.cancels()))
        .map(cancels -> new Extended(settings.life(), cancels));
  }

  /**
   * Delivers tasks as long as there are credits: one is taken up by each until it is settled with
   * the session that is told first. The stream keeps the session alive; when the subscriber
   * cancels, what was not settled goes back at once. Errors when the session is over all the same;
   * a Redis that is away is waited for.
   *
   * @param credits 1 to {@link #MOST_CREDITS}
   */
  public Flux<Handed> deliveries(int credits) {
    return Flux.usingWhen(
        Mono.defer(
                () -> {
                  requireUndivided();
                  return opened(credits, Set.of());
                })
            .map(session -> opened(session, credits)),
        Stream::deliveries,
        this::closed,
        (stream, error) -> closed(stream),
        this::closed);
  }

  /** Gives back what this session got here and ends it; what it has from elsewhere is reaped. */
  Mono<Void> release(String session, Map<TaskId, String> held) {
    return settle(
            session,
            held.entrySet().stream()
                .map(
                    task -> new Report(task.getKey(), task.getValue(), new Report.Ended.Released()))
                .toList())
        .onErrorComplete()
        .doFinally(ended -> presented.forget(session))
        .then(Mono.defer(() -> store.sessions().close(queue, session)));
  }

  boolean idle() {
    return settles.idle() && line.idle() && streams.isEmpty();
  }

  /**
   * @param capacity what it asks for at most, for people who look
   * @param types that it asks for, likewise; none for any
   */
  private Mono<String> opened(int capacity, Set<String> types) {
    return Mono.defer(
        () -> {
          String session = settings.ids().client();
          return store
              .sessions()
              .open(queue, session, settings.life())
              .timeout(
                  settings.patience(), Mono.error(() -> unanswered("open")), Timers.scheduler())
              .doOnNext(opened -> begun(session))
              .then(present(session, capacity, types))
              .thenReturn(session);
        });
  }

  /** Says which types the session asks for, when these are not the ones that it asked for last. */
  private Mono<Void> present(String session, int capacity, Set<String> types) {
    return Mono.defer(
        () ->
            presented.knows(session, types)
                ? Mono.empty()
                : store
                    .sessions()
                    .present(
                        queue,
                        session,
                        new WorkerNote(capacity, null, settings.life(), null, types))
                    .doOnSuccess(done -> presented.keep(session, types))
                    .onErrorComplete()
                    .timeout(settings.patience(), Mono.empty(), Timers.scheduler()));
  }

  private void begun(String session) {
    settings.onUse().accept(queue);
    settings.tell(new EngineEvent.SessionOpened(queue, session));
  }

  /** For a session that somebody keeps alive. */
  Mono<Claimed> claim(String session, ClaimRequest request, Mono<Void> end) {
    Try attempt = new Try(settings, settles, session, request);
    return attempt
        .once()
        .flatMap(
            given ->
                given.isNothing() && !request.patience().isZero()
                    ? waited(request, end, attempt)
                    : Mono.just(given))
        .map(given -> new Claimed(session, settings.life(), given.tasks()));
  }

  private Stream opened(String session, int credits) {
    Credits taken = new Credits(credits);
    streams.put(session, taken);
    return new Stream(settings, this, session, taken);
  }

  private Mono<Void> closed(Stream stream) {
    return Mono.defer(
        () -> {
          streams.remove(stream.session());
          return stream.end();
        });
  }

  private void settled(String session, Report report, Verdict verdict) {
    Credits credits = streams.get(session);
    if (credits != null && verdict != Verdict.REFUSED) {
      credits.giveBack(report.id());
    }
  }

  private Mono<Given> waited(ClaimRequest request, Mono<Void> end, Try attempt) {
    return line.await(
            request.types(), attempt.once(), unwanted -> attempt.giveBack(unwanted.tasks()))
        .timeout(request.patience(), Mono.just(Given.NOTHING), Timers.scheduler())
        .takeUntilOther(end)
        .defaultIfEmpty(Given.NOTHING);
  }

  /** Extends a session for as long as it is subscribed to; gives nothing. */
  private <T> Mono<T> keeping(String session) {
    return Flux.interval(settings.life().dividedBy(EXTENDS_PER_LIFE), Timers.scheduler())
        .onBackpressureDrop()
        .concatMap(
            tick ->
                extended(session, ExtendReply.END).onErrorComplete(RedisUnavailableException.class),
            1)
        .then(Mono.never());
  }

  private Mono<ExtendReply.Alive> extended(String session, String cursor) {
    if (!SESSION.matcher(session).matches()) {
      return Mono.error(new UnknownSessionException(queue, session));
    }
    return store
        .sessions()
        .extend(queue, session, settings.life(), cursor)
        .timeout(settings.patience(), Mono.error(() -> unanswered("extend")), Timers.scheduler())
        .flatMap(
            reply ->
                reply instanceof ExtendReply.Alive alive
                    ? Mono.just(alive)
                    : Mono.error(new UnknownSessionException(queue, session)));
  }

  private static RedisUnavailableException unanswered(String verb) {
    return new RedisUnavailableException(
        verb + " was not answered by Redis in time; it may have taken effect", null);
  }
}
