package io.sluice.load.scenario;

import io.sluice.load.bare.BareQueue;
import io.sluice.load.http.Reply;
import io.sluice.load.measure.LedgerCheck;
import io.sluice.load.measure.Progress;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.RedisProbe;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.Sampler;
import io.sluice.load.measure.Stage;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.Usage;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.target.NamespaceSweep;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.load.traffic.Stall;
import io.sluice.load.traffic.Traffic;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A Redis with a bare queue in place of the engine: the same load, the same figures, the same
 * ledger check. What it costs is the floor for what an engine can.
 */
public final class BareSite implements Site {
  private static final String PREFIX = "bare-";

  /** Sends of a backlog that may be unanswered at once, as many as an engine takes. */
  private static final int FILLING = 1_024;

  private static final Duration SWEEP_LIMIT = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);

  private final String name;
  private final RedisLink redis;
  private final RedisProbe probe;
  private final Sampler sampler;
  private final BareQueue queue;

  private BareSite(String name, RedisLink redis, BareQueue queue, Sampler sampler) {
    this.name = name;
    this.redis = redis;
    this.probe = new RedisProbe(redis);
    this.queue = queue;
    this.sampler = sampler;
  }

  /** Connects, under a name that no other run has. Blocks until Redis has answered. */
  public static BareSite open(Target target, Sampler sampler) {
    String name = PREFIX + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    RedisLink redis = RedisLink.connect(target.redisUri());
    try {
      BareQueue queue = new BareQueue(target.redisUri(), name, OpenLoop.MOST_UNANSWERED);
      return new BareSite(name, redis, queue, sampler);
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  @Override
  public Mono<RedisFacts> redisFacts() {
    return probe.facts();
  }

  /** Its name is new. */
  @Override
  public Mono<Void> ready() {
    return Mono.empty();
  }

  /** Its round trips are its own count: it calls no scripts, which are what others are told by. */
  @Override
  public Mono<Usage> usage() {
    return probe
        .usage()
        .map(
            seen ->
                new Usage(
                    seen.nanoTime(),
                    seen.redisCpuMicros(),
                    seen.redisMemoryBytes(),
                    seen.clientCpuNanos(),
                    queue.roundTrips()));
  }

  @Override
  public <T> Mono<Sampled<T>> sampled(Progress progress, Mono<T> work) {
    return sampler.during(progress, this::usage, work);
  }

  @Override
  public <T> Mono<T> withSender(
      Entrance entrance, Traffic traffic, Payloads payloads, Function<Sender, Mono<T>> work) {
    return entrance == Entrance.ENGINE
        ? Mono.defer(() -> work.apply(new BareSender(queue, payloads)))
        : Mono.error(new IllegalArgumentException("the bare protocol has no gateway"));
  }

  private record BareSender(BareQueue queue, Payloads payloads) implements Sender {
    @Override
    public Stage stage() {
      return Stage.ENQUEUE;
    }

    @Override
    public boolean tellsEnd() {
      return false;
    }

    @Override
    public Mono<Reply> send(int sequence) {
      return queue.enqueue(payloads.of(sequence)).map(id -> new Reply(id, false));
    }
  }

  /** It has none. */
  @Override
  public Mono<Void> configure(QueueSettings settings) {
    return Mono.empty();
  }

  /** One queue: the slots are those of its worker. */
  @Override
  public <T> Mono<T> withWorkers(
      List<Integer> slots, Function<byte[], Publisher<byte[]>> handler, Supplier<Mono<T>> work) {
    return queue.working(slots.get(0), handler, work);
  }

  /** Puts in so many tasks; completes when each send is answered or given up. */
  Mono<Void> fill(int tasks, Payloads payloads, SendBook sends) {
    Sender sender = new BareSender(queue, payloads);
    return Abreast.each(
            Flux.range(0, tasks), FILLING, sequence -> one(sender.send(sequence), sequence, sends))
        .takeUntilOther(Stall.of(sends::answered));
  }

  private static Mono<Void> one(Mono<Reply> send, int sequence, SendBook sends) {
    return Mono.fromRunnable(() -> sends.sent(sequence))
        .then(send)
        .doOnNext(reply -> sends.accepted(sequence, TaskId.of(reply.id())))
        .doOnError(error -> sends.failed(sequence, error))
        .onErrorComplete()
        .then();
  }

  /** How many tasks have ended. */
  long ended() {
    return queue.ended();
  }

  @Override
  public Mono<Long> reach(long count) {
    return Mono.defer(
        () ->
            Mono.firstWithValue(
                Flux.interval(LOOK_EVERY)
                    .onBackpressureDrop()
                    .filter(tick -> queue.ended() >= count)
                    .next()
                    .map(tick -> System.nanoTime()),
                Stall.of(queue::ended)));
  }

  /** What is not answered is not counted here. */
  @Override
  public Mono<Void> finished(int queues) {
    return Mono.empty();
  }

  @Override
  public Mono<Judgement> judge(TaskLog log, int queues) {
    return queue
        .books()
        .map(this::ledger)
        .map(
            ledger ->
                new Judgement(LedgerCheck.judge(log, ledger, queue.settledIds()), List.of(ledger)));
  }

  /** A task that is neither settled nor stored is nowhere; one stored and in no place, likewise. */
  private Ledger ledger(BareQueue.Books books) {
    return new Ledger(
        QueueName.of(name),
        books.accepted() - books.succeeded() - books.stored(),
        books.stored() - books.open(),
        0,
        books.open(),
        new QueueView.Totals(books.accepted(), books.succeeded(), 0, 0, 0, 0, 0, 0, 0, 0),
        Ledger.Corrections.NONE);
  }

  @Override
  public void close() {
    try (redis) {
      queue.close();
      new NamespaceSweep(redis).remove(name).block(SWEEP_LIMIT);
    }
  }
}
