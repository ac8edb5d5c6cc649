package io.sluice.script;

import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import io.sluice.guard.Hearing;
import io.sluice.guard.Patience;
import io.sluice.loop.LoopAge;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.ServerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A server each of whose calls ends: with an answer, with an error that a pipeline can signal, or
 * as unanswered when the server stays silent. No caller can wait for ever.
 */
public final class WatchedServer implements ScriptServer {
  /** Longer than any call that is answered or times out by itself: a script that is sent twice. */
  private static final Duration SILENCE = Duration.ofMillis(4_200);

  /** The same for a wait for work, which may have to connect first. */
  private static final Duration LANDING_SILENCE = Duration.ofSeconds(12);

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final ScriptServer server;
  private final Patience calls;
  private final Patience waits;
  private final @Nullable Scheduler answers;
  private final PeriodicLoop looking;

  public WatchedServer(ScriptServer server) {
    this.server = server;
    this.calls = new Patience(SILENCE);
    this.waits = new Patience(LANDING_SILENCE);
    this.answers = null;
    this.looking =
        PeriodicLoop.start(
            "watch",
            LOOK_EVERY,
            Mono.fromRunnable(this::giveUpOverdue),
            error -> {},
            Timers.scheduler());
  }

  private WatchedServer(WatchedServer watched, Scheduler answers) {
    this.server = watched.server;
    this.calls = watched.calls.answeringOn(answers);
    this.waits = watched.waits;
    this.answers = answers;
    this.looking = watched.looking;
  }

  /** The same server, which answers on this scheduler: for callers whose code may block. */
  public WatchedServer answeringOn(Scheduler scheduler) {
    return new WatchedServer(this, scheduler);
  }

  /** How long ago the calls were looked at. */
  public LoopAge loopAge() {
    return looking.age();
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return calls.step(() -> server.run(script, slot, call, args));
  }

  /**
   * The reply is read inside of the step, so that nothing lies between it and a caller who leaves.
   */
  @Override
  public <T> Mono<T> run(
      Script script, Slot slot, @Nullable Call call, Args args, Function<Reply, T> read) {
    return calls.step(() -> server.run(script, slot, call, args).map(read));
  }

  @Override
  public Mono<Reply> runConfirmed(
      Durability level, Script script, Slot slot, @Nullable Call call, Args args) {
    return calls.step(() -> server.runConfirmed(level, script, slot, call, args));
  }

  @Override
  public Flux<String> hints(String channel) {
    return told(
        Flux.create(sink -> follow(() -> server.hints(channel), sink), OverflowStrategy.DROP));
  }

  @Override
  public Flux<byte[]> messages(String channel) {
    return told(
        Flux.create(sink -> follow(() -> server.messages(channel), sink), OverflowStrategy.DROP));
  }

  @Override
  public Mono<Flux<String>> listen(String channel) {
    return calls.step(() -> server.listen(channel)).map(this::told);
  }

  private <T> Flux<T> told(Flux<T> messages) {
    return answers == null ? messages : messages.publishOn(answers);
  }

  private static <T> void follow(Supplier<Flux<T>> messages, FluxSink<T> sink) {
    try {
      sink.onDispose(Hearing.of(messages.get(), sink::next, sink::error, sink::complete));
    } catch (Throwable thrown) {
      sink.error(Caught.signalOf(thrown));
    }
  }

  @Override
  public Landing landing(Slot slot) {
    return new WatchedLanding(server.landing(slot), waits, calls);
  }

  @Override
  public Instant now(Slot slot) {
    return server.now(slot);
  }

  @Override
  public Mono<ServerFacts> facts() {
    return calls.step(server::facts);
  }

  @Override
  public Mono<Void> ping() {
    return calls.step(server::ping);
  }

  @Override
  public Mono<Void> close() {
    return Guarded.<Void>step(server::close).doFinally(end -> looking.dispose());
  }

  private void giveUpOverdue() {
    calls.giveUpOverdue();
    waits.giveUpOverdue();
  }
}
