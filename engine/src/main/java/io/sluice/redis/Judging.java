package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.sluice.guard.Awaited;
import io.sluice.guard.Guarded;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import io.sluice.redis.link.Reason;
import io.sluice.script.ScriptServer;
import io.sluice.task.enqueue.Durability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out how a server proves a level, before anything is told on its word.
 *
 * <p>A replica is asked for by WAIT, which every version has. About its disk a server is believed
 * when it writes before each answer ({@code appendfsync always}), which is looked up again with
 * each round of calls, since it can be changed while it runs; else by WAITAOF, if it is seen to
 * take its time. Under {@code appendfsync everysec} a sync comes within a second, and not within a
 * few milliseconds three times in a row: Redis 7.4.0 to 7.4.2 and Valkey 8.0 answer at once, and
 * sync later (redis#13793).
 */
final class Judging {
  /** So soon nothing is on a disk that is written once a second. */
  static final Duration TOO_SOON = Duration.ofMillis(50);

  private static final int TRIALS = 3;

  /** What Lettuce has no name for. */
  private static final ProtocolKeyword WAITAOF =
      new ProtocolKeyword() {
        @Override
        public byte[] getBytes() {
          return toString().getBytes(UTF_8);
        }

        @Override
        public String toString() {
          return "WAITAOF";
        }
      };

  private static final Proof OF_REPLICA =
      new Proof(
          CommandType.WAIT,
          List.of("1", within(Durability.REPLICA)),
          Proof::beginsWithOneOrMore,
          true);
  private static final Proof OF_A_REPLICA_THAT_IS_THERE =
      new Proof(CommandType.WAIT, List.of("1", "1"), Proof::beginsWithOneOrMore, true);
  private static final Proof OF_DISK =
      new Proof(
          WAITAOF, List.of("1", "0", within(Durability.FSYNC)), Proof::beginsWithOneOrMore, true);
  private static final Proof OF_ALWAYS =
      new Proof(
          CommandType.CONFIG,
          List.of("GET", "appendonly", "appendfsync", "no-appendfsync-on-rewrite"),
          said -> syncsAlways(settings(said)),
          false);

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final byte[] key;
  private final int era;

  /**
   * @param key of the namespace, which nothing else uses
   */
  Judging(StatefulRedisConnection<byte[], byte[]> connection, byte[] key, int era) {
    this.connection = connection;
    this.key = key.clone();
    this.era = era;
  }

  /** Errors when the server does not answer, or is a replica. */
  Mono<Judgement> judge(Durability level) {
    return said(CommandType.EXPIRE, key("1"))
        .then(level == Durability.REPLICA ? ofReplica() : ofDisk())
        .onErrorResume(Errors::isForbidden, forbidden -> Mono.just(refused(Reason.of(forbidden))));
  }

  private Mono<Judgement> ofReplica() {
    return said(CommandType.WAIT, Proof.words(List.of("0", "1")))
        .then(hasReplica())
        .map(
            has ->
                has
                    ? Judgement.proved(era, OF_REPLICA)
                    : Judgement.alone(era, OF_A_REPLICA_THAT_IS_THERE));
  }

  /**
   * A new master has none until another server comes back, and to wait for that would hold up all
   * that is told: after a failover each caller would learn a second later that nobody confirms.
   */
  private Mono<Boolean> hasReplica() {
    return Guarded.step(() -> Connections.commands(connection).info("replication"))
        .map(told -> told.contains("state=online"))
        .onErrorReturn(Errors::isForbidden, true);
  }

  private Mono<Judgement> ofDisk() {
    return said(CommandType.CONFIG, Proof.words(OF_ALWAYS.args()))
        .map(Judging::settings)
        .onErrorReturn(Errors::isForbidden, Map.of())
        .flatMap(this::ofDisk);
  }

  private Mono<Judgement> ofDisk(Map<String, String> settings) {
    if (syncsAlways(settings)) {
      return Mono.just(Judgement.proved(era, OF_ALWAYS));
    }
    if ("no".equals(settings.get("appendonly"))) {
      return Mono.just(refused("Redis keeps no append-only file: set appendonly yes"));
    }
    return Flux.range(0, TRIALS)
        .concatMap(n -> trial(), 1)
        .filter(took -> took.compareTo(TOO_SOON) >= 0)
        .next()
        .map(honest -> Judgement.proved(era, OF_DISK))
        .defaultIfEmpty(
            refused(
                "Redis answers WAITAOF before it has written to its disk, as 7.4.0 to 7.4.2 and"
                    + " Valkey 8.0 do: set appendfsync always, or take a later version"))
        .onErrorResume(Judging::hasNoWaitaof, older -> Mono.just(refused(withoutWaitaof(settings))))
        .onErrorResume(
            Judging::keepsNoFile,
            off -> Mono.just(refused("Redis keeps no append-only file: set appendonly yes")));
  }

  /** A write, and how long the server says that it took to have it on the disk. */
  private Mono<Duration> trial() {
    CommandArgs<byte[], byte[]> write = key("1").add("PX").add(1_000);
    return said(CommandType.SET, write)
        .then(
            Mono.defer(
                () -> {
                  long begun = System.nanoTime();
                  return said(WAITAOF, Proof.words(OF_DISK.args()))
                      .map(said -> Duration.ofNanos(System.nanoTime() - begun));
                }));
  }

  private Judgement refused(String why) {
    return Judgement.refused(era, why);
  }

  private CommandArgs<byte[], byte[]> key(String value) {
    return new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key).add(value);
  }

  private Mono<List<@Nullable Object>> said(
      ProtocolKeyword command, CommandArgs<byte[], byte[]> args) {
    return Guarded.step(
        () -> {
          AsyncCommand<byte[], byte[], List<@Nullable Object>> asked = Proof.command(command, args);
          connection.dispatch(asked);
          return Awaited.call(() -> asked);
        });
  }

  private static String within(Durability level) {
    return String.valueOf(ScriptServer.confirmedWithin(level).toMillis());
  }

  private static boolean hasNoWaitaof(Throwable error) {
    return Errors.isForbidden(error);
  }

  private static boolean keepsNoFile(Throwable error) {
    return Errors.isAnswer(error) && String.valueOf(error.getMessage()).contains("appendonly");
  }

  private static String withoutWaitaof(Map<String, String> settings) {
    return settings.isEmpty()
        ? "Redis has no WAITAOF (it has it from 7.2 on), or the user may not send it, and whether"
            + " it syncs always is not known, because CONFIG GET is not allowed: allow one of them"
        : "Redis has no WAITAOF (it has it from 7.2 on), or the user may not send it: set"
            + " appendonly yes, appendfsync always and no-appendfsync-on-rewrite no";
  }

  private static boolean syncsAlways(Map<String, String> settings) {
    return "yes".equals(settings.get("appendonly"))
        && "always".equals(settings.get("appendfsync"))
        && "no".equals(settings.get("no-appendfsync-on-rewrite"));
  }

  private static Map<String, String> settings(List<@Nullable Object> said) {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i + 1 < said.size(); i += 2) {
      if (said.get(i) instanceof byte[] name && said.get(i + 1) instanceof byte[] value) {
        settings.put(new String(name, UTF_8), new String(value, UTF_8));
      }
    }
    return settings;
  }
}
