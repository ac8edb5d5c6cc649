package io.sluice.load.scenario;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineLog;
import io.sluice.load.measure.LedgerCheck;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Progress;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.RedisProbe;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.Sampler;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.Usage;
import io.sluice.load.target.NamespaceSweep;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.task.Ledger;
import io.sluice.task.TaskHandler;
import io.sluice.task.TaskType;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * What every scenario works with: an engine with a namespace and a queue of its own, the
 * settlements it reports, and a look at its Redis. Closing it removes the namespace.
 */
public final class Bench implements AutoCloseable {
  static final TaskType<byte[], byte[]> TYPE = TaskType.raw("load");

  private static final String PREFIX = "load-";
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final Duration SWEEP_LIMIT = Duration.ofMinutes(1);

  /** How often and how long an unfinished queue is looked at again before it is judged. */
  private static final Duration AUDIT_EVERY = Duration.ofMillis(250);

  private static final int MOST_AUDITS = 80;

  private final String name;
  private final RedisLink redis;
  private final RedisProbe probe;
  private final Sampler sampler;
  private final Settlements settlements = new Settlements();
  private final Sluice sluice;

  private Bench(String name, RedisLink redis, SluiceConfig config, Sampler sampler) {
    this.name = name;
    this.sampler = sampler;
    this.redis = redis;
    this.probe = new RedisProbe(redis);
    this.sluice = Sluice.builder(config).listener(new EngineLog().and(settlements)).connect();
  }

  /** Connects, under a name that no other run has; nobody looks on. */
  public static Bench open(Target target, Retention retention) {
    return open(target, retention, Sampler.silent());
  }

  /** Connects, under a name that no other run has. Blocks until Redis has answered. */
  public static Bench open(Target target, Retention retention, Sampler sampler) {
    long random = ThreadLocalRandom.current().nextLong();
    return open(target, retention, sampler, PREFIX + HexFormat.of().toHexDigits(random));
  }

  static Bench open(Target target, Retention retention, Sampler sampler, String name) {
    SluiceConfig config =
        SluiceConfig.of(target.redisUri()).withNamespace(name).withRetention(retention);
    RedisLink redis = RedisLink.connect(target.redisUri());
    try {
      return new Bench(name, redis, config, sampler);
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  Sluice sluice() {
    return sluice;
  }

  String queue() {
    return name;
  }

  Settlements settlements() {
    return settlements;
  }

  /** Does the work and keeps a timeline of it. */
  <T> Mono<Sampled<T>> sampled(Progress progress, Mono<T> work) {
    return sampler.during(progress, this::usage, work);
  }

  /** What has been used by now. */
  Mono<Usage> usage() {
    return probe.usage();
  }

  /** The version and the persistence of the Redis below. */
  public Mono<RedisFacts> redisFacts() {
    return probe.facts();
  }

  /** Errors when the queue has, or ever had, a task: its ledger could not be judged. */
  Mono<Void> requireUntouched() {
    return sluice
        .queues()
        .find(queue())
        .filter(view -> view.totals().accepted() > 0)
        .flatMap(
            view ->
                Mono.error(
                    new IllegalStateException(
                        "queue "
                            + queue()
                            + " has already accepted "
                            + view.totals().accepted()
                            + " tasks: a run needs a queue of its own")));
  }

  /** Runs a worker while the work lasts, and stops it whichever way that ends. */
  <T> Mono<T> withWorker(
      int concurrency, TaskHandler<byte[], byte[]> handler, Function<Worker, Mono<T>> work) {
    return Mono.usingWhen(
        Mono.fromSupplier(
            () -> sluice.worker(queue()).concurrency(concurrency).handle(TYPE, handler).start()),
        work,
        worker -> worker.stop(STOP_GRACE));
  }

  /** Judges the ledger, once every task is finished or has had its time to be. */
  Mono<LedgerVerdict> judge(TaskLog log) {
    return sluice
        .queues()
        .audit(queue())
        .repeatWhen(rounds -> rounds.delayElements(AUDIT_EVERY))
        .takeUntil(audit -> audit.unfinished() == 0)
        .take(MOST_AUDITS)
        .last()
        .map((Ledger audit) -> LedgerCheck.judge(log, audit, settlements.succeeded()));
  }

  @Override
  public void close() {
    try (redis;
        sluice) {
      // The engine goes first: its workers would write the keys anew.
      sluice.stop(STOP_GRACE).block(STOP_GRACE.multipliedBy(2));
      new NamespaceSweep(redis).remove(name).block(SWEEP_LIMIT);
    }
  }
}
