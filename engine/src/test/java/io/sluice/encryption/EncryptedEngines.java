package io.sluice.encryption;

import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.Sluice;
import io.sluice.SluiceBuilder;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Engines with different keys on the Redis of a test. */
final class EncryptedEngines {
  private final TestEngine engine;
  private final List<Sluice> started = new ArrayList<>();
  private final ConcurrentLinkedQueue<EngineEvent> events = new ConcurrentLinkedQueue<>();

  EncryptedEngines(TestEngine engine) {
    this.engine = engine;
  }

  Sluice with(EncryptionKeys keys) {
    return with(keys, UnaryOperator.identity());
  }

  Sluice without() {
    return with(null, UnaryOperator.identity());
  }

  Sluice with(@Nullable EncryptionKeys keys, UnaryOperator<SluiceConfig> settings) {
    SluiceBuilder builder =
        Sluice.builder(settings.apply(SluiceConfig.of(engine.redis().uri()))).listener(events::add);
    Sluice sluice = (keys == null ? builder : builder.encrypt(keys)).connect();
    started.add(sluice);
    return sluice;
  }

  /** What these engines told their listener. */
  <E extends EngineEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  void stop() {
    started.forEach(sluice -> sluice.stop(Duration.ZERO).block(SOON));
  }

  byte[] envelope(String queue, String id) {
    return engine.tampering().commands().hget(key(queue, "tasks"), id.getBytes(UTF_8));
  }

  void write(String queue, String id, byte[] envelope) {
    engine.tampering().commands().hset(key(queue, "tasks"), Map.of(id.getBytes(UTF_8), envelope));
  }

  /** The tasks and the results of a queue, a byte a letter. */
  String allThatIsKept(String queue) {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("tasks", "results", "templates", "attempts", "batches")) {
      engine.tampering().commands().hvals(key(queue, name)).stream()
          .map(value -> new String(value, ISO_8859_1))
          .forEach(all::append);
    }
    return all.toString();
  }

  private static byte[] key(String queue, String name) {
    return ("sluice:{" + queue + "}:" + name).getBytes(UTF_8);
  }
}
