package io.sluice.load.bounds;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.load.measure.RedisProbe;
import io.sluice.load.target.RedisLink;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.TaskType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A process that scatters parts without end over a worker of its own and takes 10 results a second.
 * Once a second it collects garbage and says {@code held <given> <taken> <heap bytes> <bytes of
 * Redis>}. Arguments: Redis URI, seconds.
 */
final class EndlessScatterMain {
  static final String HELD = "held";

  private static final TaskType<byte[], byte[]> TYPE = TaskType.raw("endless");
  private static final String QUEUE = "scattered";
  private static final int PAYLOAD_BYTES = 1_000;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TAKE_EVERY = Duration.ofMillis(100);

  private final LongAdder given = new LongAdder();
  private final LongAdder taken = new LongAdder();

  private EndlessScatterMain() {}

  public static void main(String[] args) {
    new EndlessScatterMain().run(args[0], Long.parseLong(args[1]));
    Runtime.getRuntime().halt(0);
  }

  private void run(String redisUri, long seconds) {
    RedisProbe probe = new RedisProbe(RedisLink.connect(redisUri));
    Sluice sluice = Sluice.builder(SluiceConfig.of(redisUri)).listener(event -> {}).connect();
    sluice.worker(QUEUE).handle(TYPE, task -> Mono.just(task.payload())).start();
    Flux<NewTask<byte[], byte[]>> parts =
        Flux.generate(
            sink -> {
              given.increment();
              sink.next(TYPE.with(new byte[PAYLOAD_BYTES]));
            });
    Disposable endless =
        sluice
            .scatter(QUEUE, parts, ScatterOptions.DEFAULT)
            .concatMap(result -> Mono.just(result).delayElement(TAKE_EVERY), 1)
            .subscribe(
                result -> taken.increment(),
                error -> {
                  error.printStackTrace();
                  Runtime.getRuntime().halt(1);
                });
    Flux.interval(EVERY)
        .take(seconds)
        .concatMap(second -> probe.usage(), 1)
        .doOnNext(usage -> say(usage.redisMemoryBytes()))
        .blockLast();
    endless.dispose();
  }

  private void say(long redis) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(Locale.ROOT, "%s %d %d %d %d%n", HELD, given.sum(), taken.sum(), heap, redis);
    System.out.flush();
  }
}
