package io.sluice.load.bounds;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.TaskType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * A process that enqueues without end. Once a second it collects garbage and says {@code held
 * <requested> <answered> <accepted> <heap bytes>}. Arguments: Redis URI, seconds.
 */
final class EndlessProducerMain {
  static final String HELD = "held";

  private static final TaskType<byte[], byte[]> TYPE = TaskType.raw("endless");
  private static final int PAYLOAD_BYTES = 1_000;
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final LongAdder requested = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder accepted = new LongAdder();

  private EndlessProducerMain() {}

  public static void main(String[] args) {
    new EndlessProducerMain().run(args[0], Long.parseLong(args[1]));
    // The engine is not closed: its Redis may be stopped.
    Runtime.getRuntime().halt(0);
  }

  private void run(String redisUri, long seconds) {
    Sluice sluice = Sluice.builder(SluiceConfig.of(redisUri)).listener(event -> {}).connect();
    Disposable endless =
        sluice
            .enqueueAll(
                "endless",
                Flux.generate(
                    sink -> {
                      requested.increment();
                      sink.next(TYPE.with(new byte[PAYLOAD_BYTES]).correlate(0));
                    }))
            .subscribe(
                this::count,
                error -> {
                  error.printStackTrace();
                  Runtime.getRuntime().halt(1);
                });
    Flux.interval(EVERY).take(seconds).doOnNext(this::say).blockLast();
    endless.dispose();
  }

  private void count(EnqueueResult<@Nullable Object> result) {
    answered.increment();
    if (result instanceof EnqueueResult.Accepted) {
      accepted.increment();
    }
  }

  private void say(long second) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long before;
    long asked;
    long after;
    do { // a look at both at the same time
      before = answered.sum();
      asked = requested.sum();
      after = answered.sum();
    } while (before != after);
    System.out.printf(Locale.ROOT, "%s %d %d %d %d%n", HELD, asked, after, accepted.sum(), heap);
    System.out.flush();
  }
}
