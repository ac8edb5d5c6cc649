package io.sluice.protocol;

import io.sluice.config.SluiceConfig;
import io.sluice.guard.Guarded;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import reactor.core.publisher.Mono;

/** Claims, each of no more bytes than may come at once. */
final class ClaimStore {
  private final ScriptServer server;
  private final int keptTasks;
  private final ClaimBytes claimBytes;
  private final Ways ways;

  ClaimStore(ScriptServer server, SluiceConfig config) {
    this(
        server,
        config.retention().maxCount(),
        new ClaimBytes(config.bytes().answer(), System::nanoTime),
        new Ways(server, Script.CLAIM_STRAIGHT, Script.CLAIM));
  }

  private ClaimStore(ScriptServer server, int keptTasks, ClaimBytes claimBytes, Ways ways) {
    this.server = server;
    this.keptTasks = keptTasks;
    this.claimBytes = claimBytes;
    this.ways = ways;
  }

  /** The same over another view of its server: claims over either share what is under way. */
  ClaimStore over(ScriptServer view) {
    return new ClaimStore(view, keptTasks, claimBytes, ways.over(view));
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
