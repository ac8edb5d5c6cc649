package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.view.ServerFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * What one engine has of a server in memory. Each call is done at once, on the thread of its
 * caller, and answered on another, as an answer from a server would come.
 */
final class MemoryConnection implements ScriptServer {
  /** Messages that a listener may lag behind before it misses some. */
  private static final int MAX_LAG = 1024;

  private final Machine machine;
  private volatile boolean closed;

  MemoryConnection(Machine machine) {
    this.machine = machine;
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return answer(() -> machine.run(script, slot, call, args));
  }

  @Override
  public Flux<String> hints(String channel) {
    return messages(channel).map(message -> new String(message, UTF_8));
  }

  @Override
  public Flux<byte[]> messages(String channel) {
    return Flux.defer(
        () -> {
          Sinks.Many<byte[]> messages =
              Sinks.many().unicast().onBackpressureBuffer(Queues.<byte[]>get(MAX_LAG).get());
          Consumer<String> listener = text -> messages.tryEmitNext(text.getBytes(ISO_8859_1));
          machine.listen(channel, listener);
          return messages
              .asFlux()
              .startWith(new byte[0])
              .doFinally(end -> machine.leave(channel, listener))
              .publishOn(Timers.scheduler());
        });
  }

  @Override
  public Landing landing(Slot slot) {
    return new MemoryLanding(machine, slot);
  }

  @Override
  public Instant now(Slot slot) {
    return machine.now();
  }

  @Override
  public Mono<ServerFacts> facts() {
    return answer(
        () ->
            new ServerFacts(
                "Sluice",
                "0.0 (in memory)",
                machine.now(),
                false,
                null,
                0L,
                "noeviction",
                null,
                null,
                null,
                null,
                new ServerFacts.Replication("master", 0L, 0L, null),
                new ServerFacts.Use(null, null, null, null),
                true,
                true,
                List.of(),
                List.of(),
                null,
                null));
  }

  @Override
  public Mono<Void> ping() {
    return answer(() -> true).then();
  }

  @Override
  public Mono<Void> close() {
    return Mono.fromRunnable(() -> closed = true);
  }

  /**
   * That the connection is closed goes to the caller's thread as a value, and becomes an error
   * there: to a caller who has left it is then no news, and no dropped error.
   */
  private <T> Mono<T> answer(Supplier<T> call) {
    return Guarded.step(() -> Mono.just(closed ? Optional.<T>empty() : Optional.of(call.get())))
        .publishOn(Timers.scheduler())
        .handle(
            (answer, sink) ->
                answer.ifPresentOrElse(
                    sink::next,
                    () -> sink.error(new RedisUnavailableException("the store is closed", null))));
  }
}
