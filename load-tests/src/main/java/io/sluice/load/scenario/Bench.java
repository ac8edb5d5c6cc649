package io.sluice.load.scenario;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineLog;
import io.sluice.load.measure.Progress;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.RedisProbe;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.Sampler;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.Usage;
import io.sluice.load.pace.Feed;
import io.sluice.load.target.LocalGateway;
import io.sluice.load.target.NamespaceSweep;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.load.traffic.Traffic;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A Redis with an engine of the harness's own: a namespace and queues that no other run has, the
 * settlements it reports, and a look at its Redis. Closing it removes the namespace.
 */
public final class Bench implements Site {
  static final TaskType<byte[], byte[]> TYPE = TaskType.raw("load");

  private static final String PREFIX = "load-";
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final Duration SWEEP_LIMIT = Duration.ofMinutes(1);

  /** How often and how long an unfinished queue is looked at again before it is judged. */
  private static final Duration AUDIT_EVERY = Duration.ofMillis(250);

  private static final int MOST_AUDITS = 80;
  private static final int AUDITS_AT_ONCE = 64;

  private final String name;
  private final String redisUri;
  private final RedisLink redis;
  private final RedisProbe probe;
  private final Sampler sampler;
  private final Settlements settlements = new Settlements();
  private final Sluice sluice;

  private Bench(String name, RedisLink redis, SluiceConfig config, Sampler sampler) {
    this.name = name;
    this.redisUri = config.redisUri();
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
    return queue(0);
  }

  /** The name of one of the run's queues; the first is named like the run. */
  String queue(int index) {
    return index == 0 ? name : name + '-' + index;
  }

  Settlements settlements() {
    return settlements;
  }

  @Override
  public <T> Mono<Sampled<T>> sampled(Progress progress, Mono<T> work) {
    return sampler.during(progress, this::usage, work);
  }

  @Override
  public Mono<Usage> usage() {
    return probe.usage();
  }

  @Override
  public Mono<RedisFacts> redisFacts() {
    return probe.facts();
  }

  /** Errors when the queue has, or ever had, a task: its ledger could not be judged. */
  @Override
  public Mono<Void> ready() {
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

  /** All of them, or none if one does not start. */
  @Override
  public <T> Mono<T> withWorkers(
      List<Integer> slots, Function<byte[], Publisher<byte[]>> handler, Supplier<Mono<T>> work) {
    return Mono.usingWhen(
        Mono.fromSupplier(
            () ->
                IntStream.range(0, slots.size())
                    .mapToObj(index -> worker(index, slots.get(index), handler))
                    .toList()),
        workers -> work.get(),
        workers ->
            Flux.fromIterable(workers)
                .flatMap(worker -> worker.stop(STOP_GRACE), Math.max(1, slots.size()))
                .then());
  }

  private Worker worker(int index, int slots, Function<byte[], Publisher<byte[]>> handler) {
    return sluice
        .worker(queue(index))
        .concurrency(slots)
        .handle(TYPE, task -> handler.apply(task.payload()))
        .start();
  }

  @Override
  public <T> Mono<T> withSender(
      Entrance entrance, Traffic traffic, Payloads payloads, Function<Sender, Mono<T>> work) {
    if (entrance == Entrance.ENGINE) {
      return Mono.defer(() -> work.apply(new EngineSender(this, traffic, payloads)));
    }
    return Mono.usingWhen(
        LocalGateway.start(redisUri, name),
        gateway -> entrance.through(gateway.url(), queue(), TYPE.name(), payloads, work),
        LocalGateway::stop);
  }

  @Override
  public Mono<Void> configure(QueueSettings settings) {
    return sluice.queues().configure(queue(), settings);
  }

  /** The queue has so many partitions from now on. */
  Mono<Void> divided(int partitions) {
    return partitions == 1
        ? Mono.empty()
        : configure(QueueSettings.NONE)
            .then(Mono.defer(() -> sluice.queues().divide(queue(), partitions)));
  }

  /** The bare server is here, and so is the gateway: what one takes, the other has not. */
  @Override
  public Mono<Map<String, ?>> compared(
      Flow flow, Feed measured, Payloads payloads, Entrance entrance) {
    return entrance == Entrance.HTTP
        ? new EchoWindows(flow, measured, payloads).compare()
        : Mono.empty();
  }

  @Override
  public Mono<Long> reach(long count) {
    return settlements.reach(count);
  }

  /** The ledger of each queue as it is now. */
  Mono<List<Ledger>> audit(int queues) {
    return Flux.range(0, queues)
        .flatMapSequential(index -> sluice.queues().audit(queue(index)), AUDITS_AT_ONCE, 1)
        .collectList();
  }

  @Override
  public Mono<Void> finished(int queues) {
    return finishedAudit(queues).then();
  }

  private Mono<List<Ledger>> finishedAudit(int queues) {
    return audit(queues)
        .repeatWhen(rounds -> rounds.delayElements(AUDIT_EVERY))
        .takeUntil(audits -> Books.unfinished(audits) == 0)
        .take(MOST_AUDITS)
        .last();
  }

  @Override
  public Mono<Judgement> judge(TaskLog log, int queues) {
    return finishedAudit(queues)
        .map(audits -> new Judgement(Books.judge(log, audits, settlements.succeeded()), audits));
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
