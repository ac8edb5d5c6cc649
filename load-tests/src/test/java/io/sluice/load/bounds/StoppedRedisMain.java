package io.sluice.load.bounds;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.load.target.RedisLink;
import io.sluice.task.SluiceException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A process with an endless producer and a slow worker. Five times a second it collects garbage and
 * says {@code held <by the worker> <its handlers that run> <claimed, by Redis> <ended> <heap
 * bytes>}; claimed is -1 when Redis does not answer. Arguments: Redis URI, seconds.
 */
final class StoppedRedisMain {
  static final String HELD = "held";
  static final int SLOTS = 8;

  private static final TaskType<byte[], byte[]> TYPE = TaskType.raw("slow");
  private static final String QUEUE = "slow";
  private static final int BACKLOG = 2_000;
  private static final int PAYLOAD_BYTES = 1_000;
  private static final Duration RUN_TIME = Duration.ofMillis(1);

  /** Tasks that the producer has under way, and how long it leaves one be that was refused. */
  private static final int CALLERS = 256;

  private static final Duration REFUSED = Duration.ofMillis(100);
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofMillis(100);

  private final AtomicInteger running = new AtomicInteger();
  private final LongAdder ended = new LongAdder();

  private StoppedRedisMain() {}

  public static void main(String[] args) {
    new StoppedRedisMain().run(args[0], Long.parseLong(args[1]));
    // The engine is not closed: its Redis may be stopped.
    Runtime.getRuntime().halt(0);
  }

  private void run(String redisUri, long seconds) {
    SluiceConfig config =
        SluiceConfig.of(redisUri).withMaxBacklog(BACKLOG).withRetention(Retention.NONE);
    Sluice sluice = Sluice.builder(config).listener(event -> {}).connect();
    RedisLink redis = RedisLink.connect(redisUri);
    Worker worker = sluice.worker(QUEUE).concurrency(SLOTS).handle(TYPE, task -> slow()).start();
    Flux.<NewTask<byte[], byte[]>>generate(sink -> sink.next(TYPE.with(new byte[PAYLOAD_BYTES])))
        .flatMap(task -> enqueue(sluice, task), CALLERS, 1)
        .subscribe(
            any -> {},
            error -> {
              error.printStackTrace();
              Runtime.getRuntime().halt(1);
            });
    String claimed = config.namespace() + ":{" + QUEUE + "}:running";
    Flux.interval(EVERY)
        .onBackpressureDrop()
        .take(Duration.ofSeconds(seconds))
        .concatMap(tick -> redis.commands().hlen(claimed).timeout(ANSWER).onErrorReturn(-1L), 1)
        .doOnNext(length -> say(worker, length))
        .blockLast();
  }

  /** To a queue that is full, or a Redis that is stopped, it goes on at a pace that it can bear. */
  private static Mono<Object> enqueue(Sluice sluice, NewTask<byte[], byte[]> task) {
    return sluice
        .enqueue(QUEUE, task)
        .cast(Object.class)
        .onErrorResume(SluiceException.class, refused -> Mono.delay(REFUSED));
  }

  private Publisher<byte[]> slow() {
    running.incrementAndGet();
    return Mono.delay(RUN_TIME)
        .doFinally(
            end -> {
              running.decrementAndGet();
              ended.increment();
            })
        .then(Mono.empty());
  }

  private void say(Worker worker, long claimed) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        Locale.ROOT,
        "%s %d %d %d %d %d%n",
        HELD,
        worker.running(),
        running.get(),
        claimed,
        ended.sum(),
        heap);
    System.out.flush();
  }
}
