package io.sluice.remote;

import io.sluice.event.TaskEvent;
import io.sluice.loop.Timers;
import io.sluice.store.ExtendReply;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.UnknownSessionException;
import io.sluice.task.view.TaskView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What workers elsewhere do with one queue. Everything is cold. Calls of one session may come by
 * different engines; they should come one after the other.
 *
 * <p>All but {@link #settle} error with {@link UnknownSessionException} when the session is over.
 * Any of them may error with {@link RedisUnavailableException} within the time that is set for
 * enqueues; a claim that was not answered in time gives back what it brings, and everything else
 * may be asked again without harm.
 *
 * <p>In a queue of several partitions a session begins in each with its first claim there, and is
 * over when it is over in all of them: where it is over in one, only what it had there runs again
 * elsewhere.
 */
public final class RemoteQueue {
  static final int EXTENDS_PER_LIFE = 3;

  /** The most credits of one stream. */
  public static final int MOST_CREDITS = 1_000;

  private final RemoteSettings settings;
  private final QueueName queue;
  private final Map<QueueName, RemotePart> parts = new ConcurrentHashMap<>();
  private final AtomicInteger turns = new AtomicInteger();
  private volatile Sinks.Empty<Void> change = Sinks.empty();

  /** Of the streams that are open here, by session. */
  private final Map<String, Credits> streams = new ConcurrentHashMap<>();

  RemoteQueue(RemoteSettings settings) {
    this.settings = settings;
    this.queue = settings.queue();
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
          String known = request.session();
          return known == null
              ? opened(request.max(), request.types(), request.host())
                  .flatMap(id -> kept(id, request, attempts(id, request).given(end)))
              : extended(known, request)
                  .flatMap(
                      quiet -> kept(known, request, attempts(known, request).given(quiet, end)));
        });
  }

  private Mono<Claimed> kept(String session, ClaimRequest request, Mono<Given> given) {
    Mono<Claimed> claim = claimed(session, given);
    return request.patience().isZero()
        ? claim
        : Flux.merge(claim, this.<Claimed>keeping(session)).next();
  }

  /** Whether its worker was asked to claim nothing more. */
  private Mono<Boolean> extended(String session, ClaimRequest request) {
    return each(part ->
            part.extended(session, ExtendReply.END)
                .flatMap(
                    alive ->
                        part.present(session, request.max(), request.types(), request.host())
                            .thenReturn(alive.isQuiet())))
        .map(parts -> parts.contains(true));
  }

  /** For a session that somebody keeps alive. */
  Mono<Claimed> claim(String session, ClaimRequest request, Mono<Void> end) {
    return claimed(session, attempts(session, request).given(end));
  }

  private Attempts attempts(String session, ClaimRequest request) {
    return new Attempts(this, session, request);
  }

  private Mono<Claimed> claimed(String session, Mono<Given> given) {
    return given.map(tasks -> new Claimed(session, settings.life(), tasks.tasks()));
  }

  /** Records how tasks of this session ended; a verdict for each, in order. */
  public Mono<List<Verdict>> settle(String session, List<Report> reports) {
    return Flux.fromIterable(reports)
        .flatMapSequential(
            report ->
                holderOf(report.token())
                    .settle(session, report)
                    .doOnNext(verdict -> settled(session, report, verdict)),
            Math.max(1, reports.size()))
        .collectList()
        .timeout(
            settings.patience(),
            Mono.error(() -> RemotePart.unanswered("settle")),
            Timers.scheduler());
  }

  /**
   * Keeps items of the stream of a task that this session runs. The items of a run are numbered
   * from 0; a call that is sent again keeps nothing twice.
   */
  public Mono<EmitReply> emit(String session, EmitRequest request) {
    return Mono.justOrEmpty(Ticket.parse(request.token()))
        .filter(ticket -> ticket.session().equals(session))
        .flatMap(ticket -> holderOf(request.token()).emit(ticket, request))
        .defaultIfEmpty(EmitReply.lost())
        .timeout(
            settings.patience(),
            Mono.error(() -> RemotePart.unanswered("emit")),
            Timers.scheduler());
  }

  /** Keeps a session alive for its life from now. */
  public Mono<Extended> extend(String session) {
    return each(part -> part.extend(session))
        .map(all -> all.stream().reduce(Extended::and).orElseThrow());
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
        opened(credits, Set.of(), null).map(session -> opened(session, credits)),
        Stream::deliveries,
        this::closed,
        (stream, error) -> closed(stream),
        this::closed);
  }

  /** Gives back what this session got here and ends it; what it has from elsewhere is reaped. */
  public Mono<Void> release(String session, Map<TaskId, String> held) {
    return settle(
            session,
            held.entrySet().stream()
                .map(
                    task -> new Report(task.getKey(), task.getValue(), new Report.Ended.Released()))
                .toList())
        .onErrorComplete()
        .doFinally(ended -> parts().forEach(part -> part.forget(session)))
        .then(
            Mono.defer(
                () ->
                    Mono.whenDelayError(
                        parts().stream().map(part -> part.close(session)).toList())));
  }

  /** How these tasks are, with the tokens that they were given out with. */
  Flux<Map.Entry<TaskId, Optional<TaskView>>> look(Map<TaskId, String> held) {
    Map<RemotePart, List<TaskId>> byPart = new ConcurrentHashMap<>();
    held.forEach(
        (id, token) -> byPart.computeIfAbsent(holderOf(token), part -> new ArrayList<>()).add(id));
    return Flux.fromIterable(byPart.entrySet()).concatMap(of -> of.getKey().look(of.getValue()), 1);
  }

  /** What happens to tasks of the queue; ends when it is divided. */
  Flux<TaskEvent> events() {
    Mono<Void> divided = nextChange();
    List<Flux<TaskEvent>> all =
        parts().stream()
            .map(part -> settings.store().hints().events(part.partition()))
            .map(told -> told.flatMapMany(events -> events))
            .toList();
    return Flux.merge(all).takeUntilOther(divided);
  }

  boolean idle() {
    return streams.isEmpty() && parts.values().stream().allMatch(RemotePart::idle);
  }

  /** The partitions that this engine knows of; one of a queue that is not divided. */
  List<RemotePart> parts() {
    return settings.store().divided().partitionsOf(queue).stream().map(this::part).toList();
  }

  /** The same, from another one on than before. */
  List<RemotePart> rotated() {
    List<RemotePart> rotated = new ArrayList<>(parts());
    Collections.rotate(rotated, -Math.floorMod(turns.getAndIncrement(), rotated.size()));
    return rotated;
  }

  private RemotePart part(QueueName partition) {
    return parts.computeIfAbsent(partition, name -> new RemotePart(settings.on(name)));
  }

  /** The partition in which a task with this token was claimed, whatever this engine knows yet. */
  private RemotePart holderOf(String token) {
    return part(queue.partition(Ticket.partitionOf(token)));
  }

  /** Completes when the queue is divided next. */
  Mono<Void> nextChange() {
    return change.asMono();
  }

  /** The queue has other partitions from now on, which those who wait here have to know. */
  void divided() {
    Sinks.Empty<Void> told = change;
    change = Sinks.empty();
    told.tryEmitEmpty();
  }

  /** What those partitions answer that know a session. Errors when none does. */
  private <T> Mono<List<T>> each(Function<RemotePart, Mono<T>> call) {
    return new EachPart<T>(parts(), call).known();
  }

  private Mono<String> opened(int capacity, Set<String> types, @Nullable String host) {
    return Mono.defer(
        () -> {
          List<RemotePart> all = parts();
          String session = settings.ids().client();
          return all.get(Math.floorMod(turns.get(), all.size()))
              .open(session, capacity, types, host)
              .thenReturn(session);
        });
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

  /** Extends a session for as long as it is subscribed to; gives nothing. */
  private <T> Mono<T> keeping(String session) {
    return Flux.interval(settings.life().dividedBy(EXTENDS_PER_LIFE), Timers.scheduler())
        .onBackpressureDrop()
        .concatMap(
            tick ->
                each(part -> part.extended(session, ExtendReply.END))
                    .onErrorComplete(RedisUnavailableException.class),
            1)
        .then(Mono.never());
  }
}
