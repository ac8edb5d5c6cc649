package io.sluice.liveness;

import io.sluice.Sluice;
import io.sluice.liveness.FaultyStore.Step;
import io.sluice.task.TaskType;
import java.time.Duration;
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

  /** What the loops of a queue, and who uses it, take to the store. */
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
          "find",
          "cancels",
          "dues",
          "events");

  private static final Duration PACE = Duration.ofMillis(300);
  private static final int AT_ONCE = 64;

  private final String queue;
  private final Map<String, Trouble> troubles = new TreeMap<>();
  private final Disposable traffic;

  private Life(String queue, Disposable traffic) {
    this.queue = queue;
    this.traffic = traffic;
  }

  static Life begin(
      Sluice sluice, FaultyStore store, String queue, List<String> steps, Fault fault) {
    Map<String, Trouble> troubles = new TreeMap<>();
    steps.forEach(step -> troubles.put(step, store.arm(new Step(step, queue), fault, 1)));
    sluice.worker(queue).concurrency(4).handle(ECHO, task -> Mono.just(task.payload())).start();
    Life life =
        new Life(
            queue,
            Flux.interval(Duration.ZERO, PACE)
                .onBackpressureDrop()
                .flatMap(tick -> oneTask(sluice, queue).onErrorComplete(), AT_ONCE)
                .subscribe());
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

  /** The steps that were out for longer than they may, or are still. */
  Stream<String> late(Function<String, Duration> limit) {
    return troubles.entrySet().stream()
        .filter(each -> isLate(each.getValue(), limit.apply(each.getKey())))
        .map(each -> queue + " " + each.getKey() + ": " + each.getValue());
  }

  void endTraffic() {
    traffic.dispose();
  }

  private static boolean isLate(Trouble trouble, Duration limit) {
    Duration outage = trouble.outage();
    return outage == null || outage.compareTo(limit) > 0;
  }

  private static Mono<String> oneTask(Sluice sluice, String queue) {
    return sluice.enqueue(queue, ECHO.with("x")).flatMap(sluice::result);
  }
}
