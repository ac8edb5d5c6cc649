package io.sluice.gateway.demo;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.BuryTaskException;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
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
    long millis = task.payload().ms();
    if (millis < 0 || millis > MAX_SLEEP_MILLIS) {
      return Mono.error(
          new BuryTaskException("ms must be from 0 to " + MAX_SLEEP_MILLIS + ", is " + millis));
    }
    return Mono.delay(Duration.ofMillis(millis)).then();
  }

  private static Mono<Void> fail(TaskContext<DemoTypes.Fail> task) {
    int times = task.payload().times();
    return task.attempt() <= times
        ? Mono.error(
            new IllegalStateException("fails on request, " + task.attempt() + " of " + times))
        : Mono.empty();
  }

  private DemoWorker() {}
}
