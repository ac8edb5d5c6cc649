package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Key;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.ServerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A server in memory whose clock, of sessions too, stands still until it is moved. */
@SuppressWarnings("exports")
public final class SteppedServer implements ScriptServer {
  private final BinaryOperator<String> change;
  private final Map<Script, String> sources = new ConcurrentHashMap<>();
  private long now = 1_800_000_000_000L;
  private final RedisModel redis = new RedisModel(() -> now, () -> now);

  /**
   * @param change of the texts of scripts, by verb and text
   */
  public SteppedServer(BinaryOperator<String> change) {
    this.change = change;
  }

  /** Moves the clock on. */
  public synchronized void pass(Duration time) {
    now += time.toMillis();
  }

  /** Runs a command. */
  public synchronized @Nullable Object command(String... words) {
    return redis.call(words);
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return Mono.fromCallable(() -> answer(script, slot, call, args));
  }

  private synchronized Reply answer(Script script, Slot slot, @Nullable Call call, Args args) {
    List<String> keys = new ArrayList<>();
    for (Key key : script.keys()) {
      keys.add(text(slot.key(key, call)));
    }
    String source = sources.computeIfAbsent(script, one -> change.apply(one.verb(), one.source()));
    try {
      Object reply = redis.run(source, keys, args.values().stream().map(a -> text(a)).toList());
      return new Reply(bytes(reply instanceof List<?> parts ? parts : List.of(reply)));
    } catch (RefusedException refused) {
      throw new StoreCorruptedException(script.verb() + " refused: " + refused.text(), refused);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static List<@Nullable Object> bytes(List<?> parts) {
    List<@Nullable Object> all = new ArrayList<>(parts.size());
    for (Object part : parts) {
      if (part instanceof List<?> list) {
        all.add(bytes(list));
      } else {
        all.add(part instanceof String text ? text.getBytes(ISO_8859_1) : part);
      }
    }
    return all;
  }

  @Override
  public synchronized Instant now(Slot slot) {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public Flux<String> hints(String channel) {
    return Flux.never();
  }

  @Override
  public Flux<byte[]> messages(String channel) {
    return Flux.never();
  }

  @Override
  public Landing landing(Slot slot) {
    throw new UnsupportedOperationException("nobody waits here");
  }

  @Override
  public Mono<ServerFacts> facts() {
    throw new UnsupportedOperationException("nobody asks here");
  }

  @Override
  public Mono<Void> ping() {
    return Mono.empty();
  }

  @Override
  public Mono<Void> close() {
    return Mono.empty();
  }
}
