package io.sluice.settle;

import io.sluice.event.EngineListener;
import io.sluice.lane.Expiry;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.Settlement;
import io.sluice.task.QueueName;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.StoreCorruptedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Records outcomes of tasks of one queue, many in a call. Those with follow-ups go over lanes of
 * their own, and those with more than one over others again: a Redis that is out of memory refuses
 * these, and nothing else is to wait behind them. Thread-safe.
 */
public final class Commits {
  private static final String VERB = "settle";
  private static final int LANES = 2;

  /** So that no call brings more than {@link TaskStore#MAX_BATCH} tasks. */
  private static final int LEAST_WEIGHT = TaskStore.MAX_BATCH_BYTES / TaskStore.MAX_BATCH;

  private final GroupCommit<Settlement, Boolean> plain;
  private final GroupCommit<Settlement, Boolean> chained;
  private final GroupCommit<Settlement, Boolean> fanned;

  @FunctionalInterface
  private interface Verb {
    Mono<List<Boolean>> run(Call call, List<Settlement> items);
  }

  /** Outcomes of who makes no claims. */
  public Commits(
      QueueName queue,
      String client,
      TaskStore store,
      EngineListener listener,
      int heldItems,
      long heldBytes) {
    this(queue, client, store, listener, heldItems, heldBytes, Rider.NONE);
  }

  /**
   * @param client the client or session whose lanes these are
   * @param heldItems outcomes of each kind that wait or are in progress at most
   * @param heldBytes bytes of each kind likewise
   * @param rider the claims of the session
   */
  public Commits(
      QueueName queue,
      String client,
      TaskStore store,
      EngineListener listener,
      int heldItems,
      long heldBytes,
      Rider rider) {
    GroupCommit.Bounds bounds =
        new GroupCommit.Bounds(
            TaskStore.MAX_BATCH, TaskStore.MAX_BATCH_BYTES, heldItems, heldBytes);
    GroupCommit<Settlement, Boolean> plainOnes =
        new GroupCommit<>(
            VERB,
            Lane.several(LANES, queue, client, "s", listener),
            bounds,
            Commits::weight,
            Expiry.NEVER,
            (lane, items, wanted) -> {
              Rider.Ride ride = rider.take(items);
              Mono<List<Boolean>> settled =
                  lane.call(VERB, call -> settle(queue, store, call, items, rider, ride), wanted);
              return ride == null || ride.terms() == null
                  ? settled
                  : settled.doFinally(end -> rider.exchanged(ride.number(), ride.brought()));
            });
    this.plain = plainOnes.expecting(rider.forecast());
    this.chained =
        commit(
            Lane.several(LANES, queue, client, "h", listener),
            bounds,
            (call, items) -> store.handOn(queue, call, items));
    this.fanned =
        commit(
            Lane.several(LANES, queue, client, "f", listener),
            bounds,
            (call, items) ->
                store
                    .handOn(queue, call, items)
                    .onErrorMap(RedisOutOfMemoryException.class, Commits::later));
  }

  private static Mono<List<Boolean>> settle(
      QueueName queue,
      TaskStore store,
      Call call,
      List<Settlement> items,
      Rider rider,
      Rider.@Nullable Ride ride) {
    if (ride == null || ride.isDeclined()) {
      return store.settle(queue, call, items);
    }
    ClaimTerms terms = ride.terms();
    Mono<Optional<List<Boolean>>> both =
        terms == null
            ? stand(queue, store, call, items.get(0), rider, ride)
            : exchange(queue, store, call, items, ride, terms);
    return both.flatMap(
        done ->
            done.map(Mono::just)
                .orElseGet(
                    () -> {
                      ride.decline();
                      return store.settle(queue, call, items);
                    }));
  }

  private static Mono<Optional<List<Boolean>>> stand(
      QueueName queue, TaskStore store, Call call, Settlement one, Rider rider, Rider.Ride ride) {
    long claim = ride.number();
    return store
        .claims()
        .stand(queue, call, one, claim)
        .doOnNext(stands -> rider.stood(claim, stands.orElse(false)))
        .map(stands -> stands.map(done -> List.of(true)));
  }

  /** What only the claim needs may be damaged, which is no reason not to settle. */
  private static Mono<Optional<List<Boolean>>> exchange(
      QueueName queue,
      TaskStore store,
      Call call,
      List<Settlement> items,
      Rider.Ride ride,
      ClaimTerms terms) {
    return store
        .claims()
        .exchange(queue, call, items, ride.number(), terms)
        .onErrorResume(StoreCorruptedException.class, damaged -> Mono.just(Optional.empty()))
        .doOnNext(done -> done.ifPresent(both -> ride.bring(both.claimed())))
        .map(done -> done.map(ClaimReply.Exchanged::accepted));
  }

  private static GroupCommit<Settlement, Boolean> commit(
      List<Lane> lanes, GroupCommit.Bounds bounds, Verb verb) {
    return new GroupCommit<>(
        VERB,
        lanes,
        bounds,
        Commits::weight,
        Expiry.NEVER,
        (lane, items, wanted) -> lane.call(VERB, call -> verb.run(call, items), wanted));
  }

  /** Whether the outcome is accepted; false when the claim was lost. Cold. */
  public Mono<Boolean> submit(Settlement settlement) {
    int followUps = settlement.followUps().size();
    GroupCommit<Settlement, Boolean> severalOrOne = followUps > 1 ? fanned : chained;
    return (followUps == 0 ? plain : severalOrOne).submit(settlement);
  }

  /** Whether nothing waits and nothing is in progress. */
  public boolean idle() {
    return plain.idle() && chained.idle() && fanned.idle();
  }

  private static int weight(Settlement settlement) {
    return Math.max(settlement.weight(), settlement.followUps().size() * LEAST_WEIGHT);
  }

  /** The outcome waits for room as it waits for a Redis that is away. */
  private static RedisUnavailableException later(RedisOutOfMemoryException full) {
    return new RedisUnavailableException(
        "settle: Redis is out of memory and takes no follow-ups now: " + full.getMessage(), full);
  }
}
