package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Waiting;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One engine with workers on many more queues than it has connections that may block. */
class ManyQueuesTest {
  private static final int QUEUES = 200;
  private static final int BOUND = 4;

  /** Longer than any test waits: whatever is found is found by a word. */
  private static final Duration NO_POLL = Duration.ofMinutes(2);

  /** Scripts, subscriptions, and those that block. */
  private static final int CONNECTIONS = 1 + 1 + BOUND;

  /** Of the second store and of the tampering. */
  private static final int OF_THE_TEST = 2;

  @RegisterExtension
  static final TestEngine ENGINE =
      TestEngine.with(config -> config.withWaiting(new Waiting(BOUND, NO_POLL)));

  private final Sluice sluice = ENGINE.sluice();
  private final List<String> queues =
      IntStream.range(0, QUEUES).mapToObj(i -> ENGINE.queue()).toList();
  private final List<Worker> workers = new ArrayList<>();
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    Flux.fromIterable(workers).flatMap(worker -> worker.stop(Duration.ZERO)).then().block(SOON);
    Eventually.eventually(() -> ENGINE.tampering().blocked() == 0);
  }

  @Test
  void aBoundedNumberOfConnectionsServesThemAll() {
    startAndPark();
    assertThat(ENGINE.tampering().connections()).isEqualTo(CONNECTIONS + OF_THE_TEST);

    for (int round = 1; round <= 5; round++) {
      enqueueEverywhere();
      int all = round * QUEUES;
      Eventually.eventually(() -> ran.size() == all);
    }

    assertThat(ran).containsOnlyOnceElementsOf(queues.stream().map(queue -> queue + " 5").toList());
    Eventually.eventually(() -> ENGINE.tampering().blocked() == BOUND);
    assertThat(ENGINE.tampering().connections()).isEqualTo(CONNECTIONS + OF_THE_TEST);
    assertThat(ENGINE.tampering().subscribing()).isEqualTo(1);
  }

  @Test
  void delayedTasksOfManyQueuesRunThoughNobodyAsksForThem() {
    startAndPark();

    Flux.fromIterable(queues)
        .flatMap(
            queue ->
                sluice.enqueue(
                    queue, ECHO.with("late").delay(Duration.ofMillis(1 + queues.indexOf(queue)))))
        .then()
        .block(SOON);

    Eventually.eventually(() -> ran.size() == QUEUES);
  }

  @Test
  void aTaskThatFailsRunsAgainThoughNobodyAsksForIt() {
    String queue = queues.get(0);
    List<Integer> attempts = new ArrayList<>();
    workers.add(
        sluice
            .worker(queue)
            .handle(
                ECHO,
                task -> {
                  attempts.add(task.attempt());
                  return task.attempt() < 3
                      ? Mono.error(new IllegalStateException("again"))
                      : Mono.just("done");
                })
            .start());

    TaskHandle<String> task =
        sluice
            .enqueue(queue, ECHO.with("x").retry(RetryPolicy.fixed(3, Duration.ofMillis(30))))
            .block(SOON);

    assertThat(sluice.result(task).block(SOON)).isEqualTo("done");
    assertThat(attempts).containsExactly(1, 2, 3);
  }

  @Test
  void whatComesWhileTheSubscriptionsAreCutIsFoundWhenTheyAreBack() {
    startAndPark();

    ENGINE.tampering().commands().clientKill(KillArgs.Builder.typePubsub());
    enqueueEverywhere();

    Eventually.eventually(() -> ran.size() == QUEUES);
  }

  @Test
  void withoutAnySubscriptionThePollFindsAll() {
    ENGINE
        .tampering()
        .commands()
        .aclSetuser(
            "deaf",
            AclSetuserArgs.Builder.on().addPassword("x").allKeys().allCommands().resetChannels());
    String uri = ENGINE.redis().uri().replace("redis://", "redis://deaf:x@");
    SluiceConfig config = SluiceConfig.of(uri).withWaiting(new Waiting(0, Duration.ofMillis(300)));
    Sluice deaf = Sluice.builder(config).listener(event -> {}).connect();
    List<String> some = queues.subList(0, 20);
    some.forEach(
        queue -> deaf.worker(queue).handle(ECHO, task -> run(queue, task.payload())).start());

    for (String queue : some) {
      Eventually.eventually(ENGINE.stats(queue), view -> view.workers() == 1);
      deaf.enqueue(queue, ECHO.with("now")).block(SOON);
      deaf.enqueue(queue, ECHO.with("then").delay(Duration.ofMillis(20))).block(SOON);
    }

    Eventually.eventually(() -> ran.size() == 2 * some.size());
    assertThat(some).noneMatch(queue -> ENGINE.tampering().waitsForAWord(queue));
    deaf.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void aWorkerThatStopsLeavesItsSeatAndItsSubscriptions() {
    startAndPark();

    stop();

    Eventually.eventually(() -> ENGINE.tampering().connections() == 2 + OF_THE_TEST);
    Eventually.eventually(() -> queues.stream().noneMatch(ENGINE.tampering()::waitsForAWord));
    Eventually.eventually(() -> queues.stream().noneMatch(ENGINE.tampering()::listens));
  }

  /** Starts a worker on each queue; some block then, and the others hear of what comes. */
  private void startAndPark() {
    queues.forEach(
        queue ->
            workers.add(
                sluice.worker(queue).handle(ECHO, task -> run(queue, task.payload())).start()));
    Eventually.eventually(() -> ENGINE.tampering().blocked() == BOUND);
    Eventually.eventually(
        () -> queues.stream().filter(ENGINE.tampering()::waitsForAWord).count() == QUEUES - BOUND);
    Eventually.eventually(() -> queues.stream().allMatch(ENGINE.tampering()::hearsWhatIsDue));
  }

  private Mono<String> run(String queue, String payload) {
    return Mono.fromRunnable(() -> ran.add(queue + " " + payload));
  }

  private void enqueueEverywhere() {
    int round = ran.size() / QUEUES + 1;
    Flux.fromIterable(queues)
        .flatMap(queue -> sluice.enqueue(queue, ECHO.with(String.valueOf(round))))
        .then()
        .block(SOON);
  }
}
