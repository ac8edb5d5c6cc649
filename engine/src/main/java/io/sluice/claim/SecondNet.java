package io.sluice.claim;

import io.sluice.protocol.TaskStore;
import io.sluice.store.HeldPage;
import io.sluice.store.Settlement;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives back what the store holds for a session and the session does not know of: the reply of its
 * claim was lost. Only claims that were answered are looked at, since the reply of a later one may
 * be on its way.
 */
final class SecondNet {
  private final QueueName queue;
  private final String session;
  private final TaskStore store;
  private final Holdings holdings;
  private final Function<Settlement, Mono<Boolean>> settle;
  private volatile long answeredClaims;

  SecondNet(
      QueueName queue,
      String session,
      TaskStore store,
      Holdings holdings,
      Function<Settlement, Mono<Boolean>> settle) {
    this.queue = queue;
    this.session = session;
    this.store = store;
    this.holdings = holdings;
    this.settle = settle;
  }

  /** What this claim brought is in the holdings by now. */
  void answered(long claim) {
    answeredClaims = claim;
  }

  /** One pass over everything that the store holds for the session. */
  Mono<Void> pass() {
    return from(HeldPage.END);
  }

  private Mono<Void> from(String cursor) {
    return Mono.defer(
        () -> {
          long answered = answeredClaims;
          return store
              .sessions()
              .held(queue, session, cursor)
              .flatMap(page -> release(page, answered).then(next(page)));
        });
  }

  private Mono<Void> release(HeldPage page, long answered) {
    return Flux.fromIterable(page.tokens().entrySet())
        .filter(held -> !holdings.holds(held.getKey()))
        .filter(held -> ClaimToken.number(held.getValue()) <= answered)
        .flatMap(
            held -> settle.apply(new Settlement(held.getKey(), held.getValue(), Outcome.RELEASE)))
        .then();
  }

  private Mono<Void> next(HeldPage page) {
    return page.cursor().equals(HeldPage.END) ? Mono.empty() : from(page.cursor());
  }
}
