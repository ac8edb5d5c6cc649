package io.sluice.claim;

import io.sluice.lane.Lane;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The claims of one session, one at a time. What comes is held before anybody sees it. */
final class SessionClaims {
  private static final String VERB = "claim";

  private final WorkerSession session;
  private final String id;
  private final TaskStore store;
  private final Lane lane;
  private final Standing standing;
  private final LongConsumer answered;

  /**
   * @param id of the session
   * @param answered hears of the number of each claim that is answered for good
   */
  SessionClaims(
      WorkerSession session,
      String id,
      TaskStore store,
      Lane lane,
      Standing standing,
      LongConsumer answered) {
    this.session = session;
    this.id = id;
    this.store = store;
    this.lane = lane;
    this.standing = standing;
    this.answered = answered;
  }

  /** How the session stands. */
  Standing standing() {
    return standing;
  }

  /** Claims tasks; once more under the last number while the session stands. */
  Mono<Taken> claim(ClaimTerms terms) {
    Function<Call, Mono<Taken>> send =
        call ->
            store
                .claim(session.queue(), id, call.seq(), terms)
                .map(reply -> taken(call.seq(), reply));
    return Mono.defer(
        () ->
            standing.isOpen()
                ? lane.again(VERB, send, () -> !session.isOver())
                : lane.call(VERB, send, () -> !session.isOver()));
  }

  /** What the session was given while it stood; null when nothing. */
  @Nullable Taken given() {
    ClaimedTask task = standing.given();
    return task == null ? null : taken(standing.number(), new ClaimReply.Claimed(List.of(task)));
  }

  /** What a claim that went with outcomes has brought. */
  Taken brought(ClaimReply.Claimed claimed) {
    return taken(standing.number(), claimed);
  }

  private Taken taken(long claim, ClaimReply reply) {
    Taken taken = Taken.of(session, reply);
    taken.claims().forEach(session.holdings()::add);
    standing.answered(claim, reply);
    if (!standing.isOpen()) {
      answered.accept(claim);
    }
    return taken;
  }
}
