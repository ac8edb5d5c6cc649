package io.sluice.load.measure;

import io.lettuce.core.RedisCommandExecutionException;
import io.sluice.load.target.RedisLink;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks Redis what it uses and how it is set. */
public final class RedisProbe {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final RedisLink redis;

  public RedisProbe(RedisLink redis) {
    this.redis = redis;
  }

  /** What Redis and this process have used by now. */
  public Mono<Usage> usage() {
    // Some sections and not all: it is asked for every second of a run.
    return Mono.zip(
            sum("cpu", RedisInfo::cpuMicros),
            sum("memory", RedisInfo::memoryBytes),
            sum("commandstats", RedisInfo::calls))
        .map(
            all ->
                new Usage(
                    System.nanoTime(),
                    all.getT1(),
                    all.getT2(),
                    Machine.cpuNanosOfThisProcess(),
                    all.getT3()));
  }

  /** Of all servers that have keys: of a Cluster, its masters. */
  private Mono<Long> sum(String section, ToLongFunction<RedisInfo> figure) {
    return info(section).map(figure::applyAsLong).reduce(0L, Long::sum);
  }

  /** The version and the persistence of this Redis. */
  public Mono<RedisFacts> facts() {
    return Mono.zip(
        info("server").next(), persistence(), (info, kept) -> new RedisFacts(info.version(), kept));
  }

  private Flux<RedisInfo> info(String section) {
    return redis
        .infoOfEach(section)
        .timeout(ANSWER_LIMIT)
        .onErrorMap(
            TimeoutException.class,
            late -> new RedisUnavailableException("INFO is not answered", late))
        .map(RedisInfo::parse);
  }

  private Mono<String> persistence() {
    return Mono.zip(setting("appendonly"), setting("appendfsync"), setting("save"))
        .map(all -> RedisFacts.persistence(all.getT1(), all.getT2(), all.getT3()))
        // A managed Redis forbids CONFIG; the run is as good, only less is known of it.
        .onErrorReturn(RedisCommandExecutionException.class, RedisFacts.UNKNOWN);
  }

  private Mono<String> setting(String name) {
    return redis.commands().configGet(name).map(found -> found.getOrDefault(name, ""));
  }
}
