package io.sluice.remote;

import io.sluice.event.EngineEvent;
import io.sluice.loop.Timers;
import io.sluice.protocol.Lookups;
import io.sluice.protocol.TaskStore;
import io.sluice.store.ExtendReply;
import io.sluice.store.WorkerNote;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.UnknownSessionException;
import io.sluice.task.view.TaskView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What workers elsewhere do in one partition of a queue; in the whole queue, if it has one. */
final class RemotePart {
  /**
   * Parts of all cancels asked of a partition that one extend looks at; the next one finds the
   * rest.
   */
  private static final int MOST_PARTS = 40;

  private static final Pattern SESSION = Pattern.compile("[0-9a-z]{1,40}");

  private final RemoteSettings settings;
  private final QueueName partition;
  private final TaskStore store;
  private final Settles settles;
  private final WaitingLine line;
  private final Presented presented = new Presented();

  RemotePart(RemoteSettings settings) {
    this.settings = settings;
    this.partition = settings.queue();
    this.store = settings.store();
    this.settles = new Settles(settings);
    this.line = new WaitingLine(partition, () -> store.landing(partition));
  }

  QueueName partition() {
    return partition;
  }

  WaitingLine line() {
    return line;
  }

  boolean idle() {
    return settles.idle() && line.idle();
  }

  Try tries(String session, ClaimRequest request) {
    return new Try(settings, settles, session, request);
  }

  /**
   * From now on the session may claim here. Errors with {@link UnknownSessionException} while one
   * of this id that is over is being reaped.
   *
   * @param capacity what it asks for at most, for people who look
   * @param types that it asks for, likewise; none for any
   * @param host where it runs, likewise; null when it does not say
   */
  Mono<Void> open(String session, int capacity, Set<String> types, @Nullable String host) {
    return store
        .sessions()
        .open(partition, session, settings.life())
        .timeout(settings.patience(), Mono.error(() -> unanswered("open")), Timers.scheduler())
        .flatMap(opened -> opened ? Mono.just(true) : Mono.error(unknown(session)))
        .doOnNext(opened -> begun(session))
        .then(present(session, capacity, types, host));
  }

  private void begun(String session) {
    settings.onUse().accept(partition.whole());
    settings.tell(new EngineEvent.SessionOpened(partition, session));
  }

  /** Says which types the session asks for, when these are not the ones that it asked for last. */
  Mono<Void> present(String session, int capacity, Set<String> types, @Nullable String host) {
    return Mono.defer(
        () ->
            presented.knows(session, types)
                ? Mono.empty()
                : store
                    .sessions()
                    .present(
                        partition,
                        session,
                        new WorkerNote(capacity, null, settings.life(), host, null, null, types))
                    .doOnSuccess(done -> presented.keep(session, types))
                    .onErrorComplete()
                    .timeout(settings.patience(), Mono.empty(), Timers.scheduler()));
  }

  Mono<Verdict> settle(String session, Report report) {
    return settles.settle(session, report);
  }

  Mono<EmitReply> emit(Ticket ticket, EmitRequest request) {
    return store.streams().emit(partition, request.emissions(ticket)).map(EmitReply::of);
  }

  /** How these tasks are. */
  Flux<Map.Entry<TaskId, Optional<TaskView>>> look(List<TaskId> ids) {
    return Lookups.all(ids, rest -> store.find(partition, rest))
        .flatMapIterable(
            found ->
                IntStream.range(0, ids.size())
                    .mapToObj(i -> Map.entry(ids.get(i), found.get(i)))
                    .toList());
  }

  /** Keeps a session alive; what was asked of its worker. */
  Mono<Extended> extend(String session) {
    return Mono.defer(() -> extended(session, ExtendReply.END))
        .expand(
            alive ->
                alive.cursor().equals(ExtendReply.END)
                    ? Mono.empty()
                    : extended(session, alive.cursor()))
        .take(MOST_PARTS)
        .map(alive -> new Extended(settings.life(), alive.asked(), alive.cancels()))
        .reduce(Extended::and);
  }

  /** The same, and looks at a part of the cancels. */
  Mono<ExtendReply.Alive> extended(String session, String cursor) {
    if (!SESSION.matcher(session).matches()) {
      return Mono.error(unknown(session));
    }
    return store
        .sessions()
        .extend(partition, session, settings.life(), cursor)
        .timeout(settings.patience(), Mono.error(() -> unanswered("extend")), Timers.scheduler())
        .flatMap(
            reply ->
                reply instanceof ExtendReply.Alive alive
                    ? Mono.just(alive)
                    : Mono.error(unknown(session)));
  }

  /** Ends a session; what it has is reaped. */
  Mono<Void> close(String session) {
    return store.sessions().close(partition, session);
  }

  void forget(String session) {
    presented.forget(session);
  }

  private UnknownSessionException unknown(String session) {
    return new UnknownSessionException(partition.whole(), session);
  }

  static RedisUnavailableException unanswered(String verb) {
    return new RedisUnavailableException(
        verb + " was not answered by Redis in time; it may have taken effect", null);
  }
}
