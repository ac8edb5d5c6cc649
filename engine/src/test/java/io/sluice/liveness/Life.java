package io.sluice.liveness;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.liveness.FaultyServer.Step;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A queue in use, each of whose steps goes wrong once. */
final class Life {
  static final TaskType<String, String> ECHO = TaskType.of("echo", String.class, String.class);

  /** What the loops of a queue, and who uses it, take to the server. */
  static final List<String> STEPS =
      List.of(
          "register",
          "open",
          "claim",
          "arrival",
          "settle",
          "extend",
          "promote",
          "reap",
          "sweep",
          "enqueue",
          "await",
          "find",
          "cancels",
          FaultyServer.DUES,
          "events");

  /** Those that every queue takes again and again. */
  private static final List<String> FREQUENT_STEPS =
      List.of(
          "claim", "arrival", "settle", "extend", "promote", "reap", "sweep", "enqueue", "await",
          "find");

  private static final Duration PACE = Duration.ofMillis(400);
  private static final int AT_ONCE = 64;

  private final String queue;
  private final Map<String, Trouble> troubles = new TreeMap<>();
  private final Worker worker;
  private final Disposable traffic;

  private Life(String queue, Worker worker, Disposable traffic) {
    this.queue = queue;
    this.worker = worker;
    this.traffic = traffic;
  }

  static Life begin(
      Sluice sluice, FaultyServer server, String queue, List<String> steps, Fault fault) {
    return begin(sluice, server, queue, steps, fault, 1);
  }

  /** One in which nothing goes wrong. */
  static Life beginCalm(Sluice sluice, FaultyServer server, String queue) {
    return begin(sluice, server, queue, FREQUENT_STEPS, Fault.nothing(), 0);
  }

  private static Life begin(
      Sluice sluice,
      FaultyServer server,
      String queue,
      List<String> steps,
      Fault fault,
      int times) {
    Map<String, Trouble> troubles = new TreeMap<>();
    steps.forEach(step -> troubles.put(step, server.arm(new Step(step, queue), fault, times)));
    Worker worker =
        sluice.worker(queue).concurrency(4).handle(ECHO, task -> Mono.just(task.payload())).start();
    Disposable traffic =
        Flux.interval(Duration.ZERO, PACE)
            .onBackpressureDrop()
            .flatMap(tick -> oneTask(sluice, queue).onErrorComplete(), AT_ONCE)
            .subscribe();
    Life life = new Life(queue, worker, traffic);
    life.troubles.putAll(troubles);
    return life;
  }

  String queue() {
    return queue;
  }

  /** Whether every step went wrong and was then taken again. */
  boolean isThrough() {
    return troubles.values().stream().allMatch(trouble -> trouble.outage() != null);
  }

  /** The longest that one of its steps rested. */
  Duration longestRest() {
    return troubles.values().stream()
        .map(Trouble::longestRest)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The steps that were out for longer than they may, or are still. */
  Stream<String> late(Function<String, Duration> limit) {
    return troubles.entrySet().stream()
        .filter(each -> isLate(each.getValue(), limit.apply(each.getKey())))
        .map(each -> queue + " " + each.getKey() + ": " + each.getValue());
  }

  Mono<Void> end(Duration grace) {
    traffic.dispose();
    return worker.stop(grace);
  }

  private static boolean isLate(Trouble trouble, Duration limit) {
    Duration outage = trouble.outage();
    return outage == null || outage.compareTo(limit) > 0;
  }

  /** Waits for its end, and looks it up after that. */
  private static Mono<?> oneTask(Sluice sluice, String queue) {
    return sluice
        .enqueue(queue, ECHO.with("x"))
        .flatMap(task -> sluice.result(task).then(sluice.tasks().find(queue, task.id().value())));
  }
}
