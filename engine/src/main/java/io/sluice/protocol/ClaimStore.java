package io.sluice.protocol;

import io.sluice.config.SluiceConfig;
import io.sluice.guard.Guarded;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.script.SlotCache;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.Settlement;
import io.sluice.task.QueueName;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Claims, each of no more bytes than may come at once, and those that go with outcomes. */
public final class ClaimStore {
  private static final ClaimReply.Claimed NOTHING = new ClaimReply.Claimed(List.of());

  private final ScriptServer server;
  private final ScriptServer ends;
  private final SlotCache slots;
  private final int keptTasks;
  private final ClaimBytes claimBytes;
  private final Ways ways;

  /**
   * @param ends where outcomes go
   */
  ClaimStore(ScriptServer server, ScriptServer ends, SlotCache slots, SluiceConfig config) {
    this(
        server,
        ends,
        slots,
        config.retention().maxCount(),
        new ClaimBytes(config.bytes().answer(), System::nanoTime),
        new Ways(server, Script.CLAIM_STRAIGHT, Script.CLAIM));
  }

  private ClaimStore(
      ScriptServer server,
      ScriptServer ends,
      SlotCache slots,
      int keptTasks,
      ClaimBytes claimBytes,
      Ways ways) {
    this.server = server;
    this.ends = ends;
    this.slots = slots;
    this.keptTasks = keptTasks;
    this.claimBytes = claimBytes;
    this.ways = ways;
  }

  /** The same over another view of its server: claims over either share what is under way. */
  ClaimStore over(ScriptServer view, ScriptServer viewOfEnds) {
    return new ClaimStore(view, viewOfEnds, slots, keptTasks, claimBytes, ways.over(view));
  }

  /**
   * Records one success, and lets its session stand under the next number of its claims.
   *
   * @return whether the session stands; empty when nothing was done: settle it
   */
  public Mono<Optional<Boolean>> stand(QueueName queue, Call call, Settlement done, long seq) {
    return Settling.standing(ends, slots.of(queue), call, keptTasks, done, seq);
  }

  /**
   * Records successes, and claims by this number for the session whose outcomes they are.
   *
   * @return empty when nothing was done: settle them, and claim under the number
   */
  public Mono<Optional<ClaimReply.Exchanged>> exchange(
      QueueName queue, Call call, List<Settlement> succeeded, long number, ClaimTerms terms) {
    return Guarded.step(
        () -> {
          Call claim = new Call(call.client(), Call.CLAIMS, number);
          int taken = claimBytes.take(claim, terms.max());
          int bytes = Math.min(terms.bytes(), taken);
          return new Settling(succeeded, false)
              .exchange(ends, slots.of(queue), call, keptTasks, claim, terms.max(), bytes)
              .doOnNext(
                  done ->
                      claimBytes.answered(
                          claim, taken, done.map(ClaimReply.Exchanged::claimed).orElse(NOTHING)))
              .doOnError(error -> claimBytes.unanswered(claim, taken))
              .doOnCancel(() -> claimBytes.unanswered(claim, taken));
        });
  }

  /** See {@link TaskStore#claim}. */
  Mono<ClaimReply> claim(Slot slot, String session, long seq, ClaimTerms terms) {
    return Guarded.step(
        () -> {
          Call call = new Call(session, Call.CLAIMS, seq);
          int taken = claimBytes.take(call, terms.max() + terms.adopted().size());
          return claim(slot, call, terms, Math.min(terms.bytes(), taken))
              .doOnNext(reply -> claimBytes.answered(call, taken, reply))
              .doOnError(error -> claimBytes.unanswered(call, taken))
              .doOnCancel(() -> claimBytes.unanswered(call, taken));
        });
  }

  /** What it gave before, under the same number, may have been too large to come through. */
  private Mono<ClaimReply> claim(Slot slot, Call call, ClaimTerms terms, int bytes) {
    Args args = Claiming.args(call, terms, bytes);
    boolean isStraight = terms.types().isEmpty();
    Mono<Reply> claim = ways.run(isStraight, slot, call, args, reply -> reply);
    return claim
        .flatMap(
            reply ->
                Claiming.isLarge(reply) ? shrink(slot, call, bytes).then(claim) : Mono.just(reply))
        .map(Claiming::read);
  }

  private Mono<Reply> shrink(Slot slot, Call call, int bytes) {
    Args args = Args.of(call.client(), call.seq(), bytes, keptTasks);
    return server.run(Script.SHRINK, slot, call, args);
  }
}
