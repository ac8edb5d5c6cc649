package io.sluice.script;

import io.sluice.guard.Guarded;
import io.sluice.guard.Hearing;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/** The messages of a channel, given to its one reader once none from then on is missed. */
final class Heard {
  /** Messages that a reader may lag behind before it misses some. */
  private static final int MAX_LAG = 1024;

  private final Sinks.Many<String> messages =
      Sinks.many().unicast().onBackpressureBuffer(Queues.<String>get(MAX_LAG).get());
  private final Disposable.Swap listening = Disposables.swap();
  private volatile boolean answered;

  private Heard() {}

  /** Errors when the channel cannot be listened to. */
  static Mono<Flux<String>> from(Flux<String> hints) {
    return Guarded.step(
        () -> {
          Heard heard = new Heard();
          return heard.inForce(hints).then(Mono.fromSupplier(heard::messages));
        });
  }

  /** Completes without a value, since a value is dropped when its reader has just left. */
  private Mono<Void> inForce(Flux<String> hints) {
    return Mono.create(
        reader -> {
          reader.onCancel(this::leave);
          listening.update(
              Hearing.of(hints, message -> hear(message, reader), error -> fail(error, reader)));
        });
  }

  private Flux<String> messages() {
    return messages.asFlux().doFinally(end -> leave());
  }

  private void hear(String message, MonoSink<Void> reader) {
    if (message.equals(ScriptServer.IN_FORCE)) {
      answered = true;
      reader.success();
    } else {
      messages.tryEmitNext(message);
    }
  }

  /** A reader that has the messages is told by them; a reader that has left is not told. */
  private void fail(Throwable error, MonoSink<Void> reader) {
    messages.tryEmitError(error);
    if (!answered) {
      reader.error(error);
    }
  }

  private void leave() {
    answered = true;
    listening.dispose();
  }
}
