package io.sluice.script;

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

  private final MonoSink<Flux<String>> reader;
  private final Sinks.Many<String> messages =
      Sinks.many().unicast().onBackpressureBuffer(Queues.<String>get(MAX_LAG).get());
  private final Disposable.Swap listening = Disposables.swap();
  private volatile boolean inForce;

  private Heard(MonoSink<Flux<String>> reader) {
    this.reader = reader;
  }

  /** Errors when the channel cannot be listened to. */
  static Mono<Flux<String>> from(Flux<String> hints) {
    return Mono.create(
        reader -> {
          Heard heard = new Heard(reader);
          reader.onCancel(heard.listening);
          heard.listening.update(hints.subscribe(heard::hear, heard::fail));
        });
  }

  private void hear(String message) {
    if (!message.equals(ScriptServer.IN_FORCE)) {
      messages.tryEmitNext(message);
    } else if (!inForce) {
      inForce = true;
      reader.success(messages.asFlux().doFinally(end -> listening.dispose()));
    }
  }

  private void fail(Throwable error) {
    messages.tryEmitError(error);
    if (!inForce) {
      reader.error(error);
    }
  }
}
