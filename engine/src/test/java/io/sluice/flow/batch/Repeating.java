package io.sluice.flow.batch;

import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.view.ServerFacts;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A server whose answers get lost: some calls are sent twice, and of some a copy comes again later.
 */
final class Repeating implements ScriptServer {
  /** Calls that callers send again when there is no answer, with the same arguments. */
  private static final Set<Script> SENT_AGAIN =
      EnumSet.of(
          Script.ENQUEUE,
          Script.ENQUEUE_ONCE,
          Script.ENROLL,
          Script.BATCH,
          Script.SEAL,
          Script.JUDGE,
          Script.STOP,
          Script.CLAIM,
          Script.SETTLE,
          Script.SUCCEED,
          Script.RECEIVE,
          Script.FORGET,
          Script.REAP,
          Script.PROMOTE,
          Script.EXPIRE);

  /** A copy of a batch that is opened may come when the batch was deleted. */
  private static final Set<Script> NOT_LATE = EnumSet.of(Script.BATCH, Script.CLAIM);

  private static final int ONE_OF = 4;
  private static final int MOST_LATE = 8;

  private final ScriptServer server;
  private final Random random;
  private final Deque<Mono<Reply>> late = new ArrayDeque<>();

  Repeating(ScriptServer server, Random random) {
    this.server = server;
    this.random = random;
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    Mono<Reply> run = server.run(script, slot, call, args);
    if (!SENT_AGAIN.contains(script)) {
      return run;
    }
    return Mono.defer(
        () -> {
          if (!NOT_LATE.contains(script) && late.size() < MOST_LATE && random.nextInt(6) == 0) {
            late.add(run);
          }
          return random.nextInt(ONE_OF) == 0 ? run.then(run) : run;
        });
  }

  /** Lets the oldest copy arrive. */
  void deliverLate() {
    Mono<Reply> copy = late.poll();
    if (copy != null) {
      copy.block();
    }
  }

  @Override
  public Flux<String> hints(String channel) {
    return server.hints(channel);
  }

  @Override
  public Flux<byte[]> messages(String channel) {
    return server.messages(channel);
  }

  @Override
  public Landing landing(Slot slot) {
    return server.landing(slot);
  }

  @Override
  public Instant now(Slot slot) {
    return server.now(slot);
  }

  @Override
  public Mono<ServerFacts> facts() {
    return server.facts();
  }

  @Override
  public Mono<Void> ping() {
    return server.ping();
  }

  @Override
  public Mono<Void> close() {
    return server.close();
  }
}
