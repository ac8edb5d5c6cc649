package io.sluice.gateway.demo;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.BuryTaskException;
import io.sluice.task.handler.Emit;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The worker that runs the demo types. */
public final class DemoWorker {
  public static final int DEFAULT_CONCURRENCY = 256;

  private static final long MAX_SLEEP_MILLIS = Duration.ofHours(1).toMillis();

  /** Starts claiming; stopped together with the engine. */
  public static Worker start(Sluice sluice, int concurrency) {
    return sluice
        .worker(DemoTypes.QUEUE)
        .concurrency(concurrency)
        .handle(DemoTypes.ECHO, task -> Mono.just(task.payload()))
        .handle(DemoTypes.SLEEP, DemoWorker::sleep)
        .handle(DemoTypes.FAIL, DemoWorker::fail)
        .handle(DemoTypes.COUNT, Emit.KEPT, DemoWorker::count)
        .start();
  }

  /** Creates the queue of the demo, if it is not there: a worker creates none. */
  public static Mono<Void> createQueue(Sluice sluice) {
    return sluice
        .queues()
        .isKnown(DemoTypes.QUEUE)
        .filter(known -> !known)
        .flatMap(unknown -> sluice.queues().configure(DemoTypes.QUEUE, QueueSettings.NONE));
  }

  private static Mono<Void> sleep(TaskContext<DemoTypes.Sleep> task) {
    return Mono.delay(pause(task.payload().ms())).then();
  }

  private static Duration pause(long millis) {
    if (millis < 0 || millis > MAX_SLEEP_MILLIS) {
      throw new BuryTaskException("ms must be from 0 to " + MAX_SLEEP_MILLIS + ", is " + millis);
    }
    return Duration.ofMillis(millis);
  }

  private static Flux<Integer> count(TaskContext<DemoTypes.Count> task) {
    DemoTypes.Count count = task.payload();
    Duration pause = pause(count.ms());
    return Flux.range(1, Math.max(0, count.to()))
        .concatMap(number -> Mono.delay(pause).thenReturn(number), 1)
        .concatWith(failure(task, count.fails()).cast(Integer.class));
  }

  private static Mono<Void> fail(TaskContext<DemoTypes.Fail> task) {
    return failure(task, task.payload().times());
  }

  private static Mono<Void> failure(TaskContext<?> task, int times) {
    return task.attempt() <= times
        ? Mono.error(
            new IllegalStateException("fails on request, " + task.attempt() + " of " + times))
        : Mono.empty();
  }

  private DemoWorker() {}
}
