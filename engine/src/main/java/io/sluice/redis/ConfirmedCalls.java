package io.sluice.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.sluice.guard.Awaited;
import io.sluice.guard.Guarded;
import io.sluice.redis.link.Errors;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Key;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.Slot;
import io.sluice.task.OverloadedException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.enqueue.Durability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Calls that are answered once what they wrote is safe, or was not in time. They have a connection
 * of their own, which is opened with the first: whatever comes behind a WAIT on its connection
 * waits with it.
 *
 * <p>They go out in rounds: the calls, and one proof for all of them. Those that arrive while a
 * round is under way are the next one, so that none waits longer than for two rounds, however many
 * there are. All of a round is written together, and what it says holds only if the connection
 * stayed what it was: another one may lead to another server.
 */
final class ConfirmedCalls {
  /** As large as a write to a connection: the rest are the next round. */
  private static final int MOST_A_ROUND = 64;

  private static final int MOST_WAITING = 4_096;

  private final Durability level;
  private final Consumer<Throwable> onError;
  private final Mono<StatefulRedisConnection<byte[], byte[]>> connection;
  private final Mono<Judgement> judging;

  /** Another one begins when the connection breaks, and when its server takes a proof back. */
  private final AtomicInteger era = new AtomicInteger();

  private final Queue<ConfirmedCall> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile @Nullable StatefulRedisConnection<byte[], byte[]> opened;
  private volatile @Nullable Slot asked;
  private volatile @Nullable Judgement judged;

  // Touched only by the round that is under way.

  private final Set<Script> known = EnumSet.noneOf(Script.class);
  private int knownIn;

  /**
   * @param opening opens a connection
   * @param onError hears what each call that fails ended with
   */
  ConfirmedCalls(
      Durability level,
      Mono<StatefulRedisConnection<byte[], byte[]>> opening,
      Consumer<Throwable> onError) {
    this.level = level;
    this.onError = onError;
    // Kept once it is there: Lettuce brings it back when it breaks.
    connection =
        Once.kept(
            opening
                .doOnNext(open -> open.addListener(new Breaks()))
                .doOnNext(open -> opened = open));
    judging =
        Once.shared(
            connection
                .flatMap(open -> new Judging(open, probe(), era.get()).judge(level))
                .doOnNext(known -> judged = known)
                .onErrorMap(this::failed));
  }

  /** See {@link io.sluice.script.ScriptServer#runConfirmed}. */
  Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    asked = slot;
    return Mono.defer(this::judgement)
        .flatMap(
            known ->
                known.proof() == null
                    ? Mono.error(known.asError(level))
                    : Awaited.call(
                        () -> handIn(new ConfirmedCall(script, slot, call, args, known))));
  }

  private Mono<Judgement> judgement() {
    Judgement known = judged;
    return known == null || known.isOver(era.get()) ? judging : Mono.just(known);
  }

  /** A key in the slot that is asked for, since in a Cluster the server need not have another. */
  private byte[] probe() {
    Slot slot = asked;
    if (slot == null) {
      throw new IllegalStateException("a server is judged before anything is asked of it");
    }
    return slot.key(Key.RECEIPT, new Call("probe", level.wireName(), 0));
  }

  private CompletableFuture<Reply> handIn(ConfirmedCall call) {
    if (held.incrementAndGet() > MOST_WAITING) {
      held.decrementAndGet();
      call.fail(
          new OverloadedException(
              "durability %s: %d calls wait to be confirmed already; try again later"
                  .formatted(level.wireName(), MOST_WAITING)));
    } else {
      waiting.add(call);
      goOn();
    }
    return call.answer();
  }

  private void goOn() {
    while (!waiting.isEmpty() && underWay.compareAndSet(false, true)) {
      List<ConfirmedCall> round = nextRound();
      if (!round.isEmpty()) {
        send(round);
        return;
      }
      underWay.set(false);
    }
  }

  /** Without those whose callers have left, and those of an era that is over. */
  private List<ConfirmedCall> nextRound() {
    List<ConfirmedCall> round = new ArrayList<>();
    int now = era.get();
    while (round.size() < MOST_A_ROUND) {
      ConfirmedCall next = waiting.poll();
      if (next == null) {
        break;
      }
      held.decrementAndGet();
      if (next.judgement().era() != now) {
        next.fail(elsewhere());
      } else if (!next.answer().isDone()) {
        round.add(next);
      }
    }
    return round;
  }

  private void send(List<ConfirmedCall> round) {
    Judgement by = round.get(0).judgement();
    Proof proof = by.proof();
    StatefulRedisConnection<byte[], byte[]> open = opened;
    if (proof == null || open == null) { // it is there when a judgement is, and has a proof then
      end(round, elsewhere());
      return;
    }
    AsyncCommand<byte[], byte[], List<@Nullable Object>> last = proof.asked();
    CompletableFuture<?> unused =
        last.whenComplete((said, error) -> Guarded.run(() -> answered(round, by, said, error)));
    int now = by.era();
    try {
      List<RedisCommand<byte[], byte[], ?>> commands = new ArrayList<>(2 * round.size() + 1);
      round.forEach(call -> commands.addAll(call.commands(by(call.script(), now))));
      commands.add(last);
      open.dispatch(commands);
    } catch (Throwable thrown) {
      last.completeExceptionally(thrown);
    }
  }

  /** The first call of each script brings its text, and the server knows it from then on. */
  private CommandType by(Script script, int now) {
    if (knownIn != now) {
      known.clear();
      knownIn = now;
    }
    return known.add(script) ? CommandType.EVAL : CommandType.EVALSHA;
  }

  /** An error of the proof says nothing of the calls, unless nothing was answered. */
  private void answered(
      List<ConfirmedCall> round,
      Judgement by,
      @Nullable List<@Nullable Object> said,
      @Nullable Throwable error) {
    if (by.era() != era.get()) {
      end(round, elsewhere());
    } else if (error != null && !Errors.isAnswer(error)) {
      end(round, error);
    } else {
      Proof proof = by.proof();
      boolean inTime = proof != null && said != null && proof.says().test(said);
      if (error != null || (!inTime && proof != null && !proof.lasts())) {
        era.incrementAndGet();
      }
      round.forEach(call -> end(call, inTime));
      next();
    }
  }

  private void end(ConfirmedCall call, boolean inTime) {
    if (!call.ended(inTime, onError)) {
      known.clear(); // SCRIPT FLUSH
      held.incrementAndGet();
      waiting.add(call);
    }
  }

  private void end(List<ConfirmedCall> round, Throwable error) {
    round.forEach(call -> call.fail(error));
    next();
  }

  /** Those that were answered had their turn to hand in more. */
  private void next() {
    underWay.set(false);
    goOn();
  }

  private Throwable failed(Throwable error) {
    onError.accept(error);
    return Errors.translate("durability " + level.wireName(), error);
  }

  private static RedisUnavailableException elsewhere() {
    return new RedisUnavailableException(
        "the connection of confirmed calls broke before an answer came", null);
  }

  private final class Breaks implements RedisConnectionStateListener {
    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      era.incrementAndGet();
    }
  }
}
