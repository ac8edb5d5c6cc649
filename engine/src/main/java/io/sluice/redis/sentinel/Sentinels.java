package io.sluice.redis.sentinel;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.sluice.loop.Timers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The Sentinels of an address. All are asked at once, since one that was cut off, or has not heard
 * of a failover yet, still names the old master: of what they say, that of the highest epoch is
 * taken. Lettuce by itself asks the first that it can connect to.
 */
public final class Sentinels {
  /** One that does not answer in this time is passed over. */
  public static final Duration ANSWER = Duration.ofSeconds(1);

  /** In a process that has just begun, a first connection by TLS takes more than a second. */
  static final Duration FIRST_ANSWER = Duration.ofSeconds(4);

  /** Once one has answered, another may still name a newer master. */
  static final Duration OTHERS = Duration.ofMillis(100);

  /** What was said with a higher epoch holds for so long against all who say less. */
  static final Duration LAG = Duration.ofSeconds(30);

  private final List<Sentinel> all;
  private final AtomicReference<@Nullable Told> last = new AtomicReference<>();

  private record Told(Master master, long nanos) {}

  /**
   * @param client opens the connections, and closes them when it ends
   */
  Sentinels(RedisClient client, RedisURI uri) {
    String name = uri.getSentinelMasterId();
    all = uri.getSentinels().stream().map(each -> new Sentinel(client, each, name)).toList();
  }

  /** The master that is named now; errors when no Sentinel answers. */
  Mono<Master> master() {
    return Mono.defer(
        () -> {
          Duration within = known() == null ? FIRST_ANSWER : ANSWER;
          Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
          return Flux.fromIterable(all)
              .flatMap(sentinel -> answer(sentinel, within, failures), all.size())
              .timeout(Mono.never(), any -> Mono.delay(OTHERS, Timers.scheduler()), Flux.empty())
              .collectList()
              .filter(named -> !named.isEmpty())
              .map(this::newest)
              .switchIfEmpty(Mono.error(() -> reason(failures)));
        });
  }

  /** Where a new connection goes: where no Sentinel answers, to the master that was named last. */
  Mono<SocketAddress> address() {
    return master()
        .onErrorResume(error -> Mono.justOrEmpty(known()).switchIfEmpty(Mono.error(error)))
        .map(master -> InetSocketAddress.createUnresolved(master.host(), master.port()));
  }

  /** The master that was named last. */
  @Nullable Master known() {
    Told told = last.get();
    return told == null ? null : told.master;
  }

  /** Listens to all that can be reached; to be called again and again. */
  Mono<Void> hear(Runnable told) {
    return Flux.fromIterable(all)
        .flatMap(
            sentinel -> sentinel.hear(told).timeout(ANSWER, Timers.scheduler()).onErrorComplete(),
            all.size())
        .then();
  }

  /** From now on their connections are closed by their client. */
  void end() {
    all.forEach(Sentinel::end);
  }

  private static Mono<Master> answer(
      Sentinel sentinel, Duration within, Queue<Throwable> failures) {
    return sentinel
        .master()
        .timeout(within, Timers.scheduler())
        .onErrorResume(
            error -> {
              failures.add(
                  error instanceof UnknownMasterException
                      ? error
                      : new SentinelException(sentinel.address(), error));
              return Mono.empty();
            });
  }

  private Master newest(List<Master> named) {
    long now = System.nanoTime();
    long epoch = named.stream().mapToLong(Master::epoch).max().orElseThrow();
    List<Master> best = named.stream().filter(master -> master.epoch() == epoch).toList();
    Told told =
        last.updateAndGet(
            before -> {
              if (before == null || now - before.nanos > LAG.toNanos()) {
                return new Told(best.get(0), now);
              }
              if (before.master.epoch() > epoch) {
                return before;
              }
              // Where epochs are not told: not before all agree.
              return before.master.epoch() == epoch
                      && best.stream().anyMatch(before.master::isWhere)
                  ? new Told(before.master, now)
                  : new Told(best.get(0), now);
            });
    return told.master;
  }

  /** Of several, that the name is unknown: that one can be mended. */
  private static Throwable reason(Queue<Throwable> failures) {
    return failures.stream()
        .min(Comparator.comparing(error -> !(error instanceof UnknownMasterException)))
        .orElseThrow();
  }
}
