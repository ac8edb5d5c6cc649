package io.sluice.load.scenario;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tells those who wait for a task that it has ended. Holds nothing of the others. */
final class Ends {
  private final Map<Integer, Sinks.Empty<Void>> awaited = new ConcurrentHashMap<>();

  /** Completes when the task ends; to be asked for before it is sent. */
  Mono<Void> of(int sequence) {
    Sinks.Empty<Void> end = Sinks.empty();
    awaited.put(sequence, end);
    return end.asMono();
  }

  void ended(int sequence) {
    Sinks.Empty<Void> end = awaited.remove(sequence);
    if (end != null) {
      end.tryEmitEmpty();
    }
  }
}
