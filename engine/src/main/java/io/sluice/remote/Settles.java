package io.sluice.remote;

import io.sluice.protocol.TaskStore;
import io.sluice.protocol.flow.FollowUps;
import io.sluice.settle.Commits;
import io.sluice.store.ClaimedTask;
import io.sluice.store.Settlement;
import io.sluice.store.Settlement.HandedOn;
import io.sluice.store.StoredTask;
import io.sluice.store.history.Latencies;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/** Records what workers report of the tasks of one queue, many in a call, whoever reports. */
final class Settles {
  /** What waits for Redis here at most, of all callers together. */
  private static final int MOST_ITEMS = 65_536;

  private static final long MOST_BYTES = 64L << 20;

  private final QueueName queue;
  private final TaskStore store;
  private final Commits commits;
  private final FollowUps followUps;
  private final Latencies latencies;

  Settles(RemoteSettings settings) {
    this.queue = settings.queue();
    this.store = settings.store();
    this.followUps = settings.followUps();
    this.latencies = store.upkeep().history().timings().of(queue);
    this.commits =
        new Commits(
            queue, settings.ids().client(), store, settings.listener(), MOST_ITEMS, MOST_BYTES);
  }

  boolean idle() {
    return commits.idle();
  }

  /** Tells the store how a task of this session ended; what is no ticket of it is lost. */
  Mono<Verdict> settle(String session, Report report) {
    return Mono.justOrEmpty(Ticket.parse(report.token()))
        .filter(ticket -> ticket.session().equals(session))
        .flatMap(ticket -> settle(report.id(), ticket, report.ended()))
        .defaultIfEmpty(Verdict.TOKEN_LOST);
  }

  Mono<Verdict> settle(TaskId id, Ticket ticket, Report.Ended ended) {
    return followUps(id, ticket, ended)
        .flatMap(items -> commits.submit(settlement(id, ticket, ended, items)))
        .doOnNext(accepted -> ran(ticket, ended, accepted))
        .flatMap(accepted -> accepted ? Mono.just(Verdict.SETTLED) : refused(id, ticket))
        .onErrorReturn(NoFollowUps.class, Verdict.REFUSED);
  }

  private void ran(Ticket ticket, Report.Ended ended, boolean accepted) {
    boolean ran =
        ended instanceof Report.Ended.Succeeded
            || ended instanceof Report.Ended.Failed
            || ended instanceof Report.Ended.Hopeless;
    if (accepted && ran) {
      latencies.ran(Latencies.between(ticket.startedAt(), store.now()));
    }
  }

  /** A task was given to a worker. */
  void given(ClaimedTask claimed) {
    if (claimed.isFirst()) {
      latencies.waited(Latencies.between(claimed.task().createdAt(), claimed.startedAt()));
    }
  }

  private Settlement settlement(
      TaskId id, Ticket ticket, Report.Ended ended, List<HandedOn> items) {
    return new Settlement(
        id,
        ticket.token(),
        ticket.outcome(ended, store.now(), ThreadLocalRandom.current()),
        ticket.retention(),
        items);
  }

  /** What follows the task, which is looked up where anything does. */
  private Mono<List<HandedOn>> followUps(TaskId id, Ticket ticket, Report.Ended ended) {
    if (!(ended instanceof Report.Ended.Succeeded done)
        || (!ticket.isFollowed() && done.followUps().isEmpty())) {
      return Mono.just(List.of());
    }
    return store
        .admin()
        .stored(queue, id)
        .map(task -> followUps(task, done))
        .defaultIfEmpty(List.of()); // its outcome will be refused
  }

  private List<HandedOn> followUps(StoredTask task, Report.Ended.Succeeded done) {
    try {
      store.divided().refuseBelonging(done.followUps());
      return followUps.of(queue, task, done.result(), done.followUps(), store.now());
    } catch (InvalidTaskException | PayloadTooLargeException refused) {
      throw new NoFollowUps(refused);
    }
  }

  /** The follow-ups of an outcome cannot be taken; the task is held as before. */
  private static final class NoFollowUps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoFollowUps(SluiceException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * A claim ends by its own token or by the reaper, and the reaper leaves a mark: it counts a
   * crash, or, of a task that was to be cancelled, it writes an end without a start.
   */
  private Mono<Verdict> refused(TaskId id, Ticket ticket) {
    return store
        .find(queue, List.of(id))
        .map(
            found ->
                found
                    .get(0)
                    .filter(task -> endedByItself(task, ticket))
                    .map(task -> Verdict.REPLAYED)
                    .orElse(Verdict.TOKEN_LOST));
  }

  private static boolean endedByItself(TaskView task, Ticket ticket) {
    return task.crashes() == ticket.crashes()
        && (task.state() != TaskState.CANCELLED || ticket.startedAt().equals(task.startedAt()));
  }
}
