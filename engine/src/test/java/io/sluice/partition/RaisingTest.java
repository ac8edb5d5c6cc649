package io.sluice.partition;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.store.partition.Buckets;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.OverloadedException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.Ledger;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The number of partitions is raised while three engines enqueue and two workers run. Everything
 * that a caller was told of is known here: each task that was accepted has to run once, each id and
 * each key has to be accepted once, and each group has to go in order, one at a time.
 */
@Tag("scaled")
class RaisingTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final int ENGINES = 3;
  private static final int GROUPS = 40;
  private static final Duration LONG = Duration.ofHours(1);
  private static final int PER_STAGE = Integer.getInteger("raising.tasks", 1_500);

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private final List<Sluice> engines = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Map<String, AtomicInteger> accepted = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  /** Of each group: the number of the task that was enqueued last, and that ran last. */
  private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();

  private final Map<String, AtomicInteger> last = new ConcurrentHashMap<>();
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  @AfterEach
  void stop() {
    workers.forEach(worker -> worker.stop(Duration.ZERO).block(SOON));
    engines.forEach(engine -> engine.stop(Duration.ZERO).block(SOON));
  }

  @Test
  void nothingIsLostOrDoubledWhileTheNumberIsRaised() {
    for (int i = 0; i < ENGINES; i++) {
      engines.add(Sluice.connect(ENGINE.redis().uri()));
    }
    sluice
        .queues()
        .configure(
            queue,
            io.sluice.task.view.QueueSettings.NONE.groups(
                Map.of("default", new io.sluice.task.view.GroupRule(null, 1L, null, null))))
        .block(SOON);
    workers.add(work(sluice));
    workers.add(work(engines.get(0)));
    List<Disposable> senders = new ArrayList<>();
    for (int i = 0; i < ENGINES; i++) {
      senders.add(send(engines.get(i), i));
    }

    int[] counts = {1, 2, 3, 6};
    for (int count : counts) {
      int until = total() + PER_STAGE;
      sluice.queues().divide(queue, count).block(Duration.ofSeconds(30));
      Eventually.eventually(() -> total() >= until);
    }
    senders.forEach(Disposable::dispose);
    Eventually.eventually(() -> runs.size() >= accepted.size());

    Ledger ledger =
        Eventually.eventually(sluice.queues().audit(queue), audit -> audit.unfinished() == 0);
    assertThat(wrong).isEmpty();
    assertThat(accepted.values()).as("an id or a key was taken twice").allMatch(n -> n.get() == 1);
    assertThat(accepted.keySet()).as("lost").isSubsetOf(runs.keySet());
    assertThat(runs.values()).as("doubled").allMatch(n -> n.get() == 1);
    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.totals().succeeded()).isEqualTo(runs.size());
    assertThat(sluice.queues().partitions(queue).block(SOON)).isEqualTo(6);
    assertThat(runs.keySet()).anyMatch(name -> name.startsWith("any")).hasSizeGreaterThan(1_000);
  }

  private int total() {
    return accepted.size();
  }

  private Worker work(Sluice engine) {
    return engine
        .worker(queue)
        .concurrency(64)
        .handle(
            ECHO,
            task -> {
              String name = task.payload();
              runs.computeIfAbsent(name, any -> new AtomicInteger()).incrementAndGet();
              return name.startsWith("group") ? inOrder(name) : Mono.just(name);
            })
        .start();
  }

  private Mono<String> inOrder(String name) {
    String[] words = name.split(" ");
    if (!running.add(words[1])) {
      wrong.add("two of group " + words[1] + " at once: " + name);
    }
    int before =
        last.computeIfAbsent(words[1], any -> new AtomicInteger(-1))
            .getAndSet(Integer.parseInt(words[2]));
    if (before != Integer.parseInt(words[2]) - 1) {
      wrong.add("after " + before + " of group " + words[1] + " came " + name);
    }
    return Mono.delay(Duration.ofMillis(1))
        .map(
            tick -> {
              running.remove(words[1]);
              return name;
            });
  }

  /** Each engine has groups of its own, since the order of two is nobody's; ids and keys not. */
  private Disposable send(Sluice engine, int self) {
    Flux<TaskHandle<String>> plain =
        Flux.<Integer>generate(sink -> sink.next(number.incrementAndGet()))
            .concatMap(
                n ->
                    Flux.merge(
                        taken(engine, "any " + self + " " + n, ECHO.with("any " + self + " " + n)),
                        both(engine, named("id-", n), task -> task.id(named("id-", n))),
                        both(
                            engine,
                            named("key-", n),
                            task -> task.uniqueFor(named("key-", n), LONG))),
                1);
    Flux<TaskHandle<String>> grouped =
        Flux.range(0, GROUPS)
            .flatMap(
                group ->
                    Mono.defer(() -> nextOf(engine, self + "-" + group)).repeat(), // one by one
                GROUPS);
    return Flux.merge(plain, grouped)
        .onErrorContinue((error, on) -> wrong.add(error.toString()))
        .subscribe();
  }

  /** Of a quarter of the buckets, so that the others are empty now and then. */
  private static String named(String kind, int number) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> kind + number + "-" + i)
        .filter(name -> Buckets.of((kind.equals("key-") ? "u" : "") + name) % 4 == 0)
        .findFirst()
        .orElseThrow();
  }

  private Mono<TaskHandle<String>> nextOf(Sluice engine, String group) {
    int next = sent.computeIfAbsent(group, any -> new AtomicInteger()).getAndIncrement();
    String name = "group " + group + " " + next;
    return taken(engine, name, ECHO.with(name).group(group)).delayElement(Duration.ofMillis(20));
  }

  /** From two engines at once. */
  private Flux<TaskHandle<String>> both(
      Sluice engine, String name, java.util.function.UnaryOperator<NewTask<String, String>> given) {
    Sluice other = engines.get((engines.indexOf(engine) + 1) % ENGINES);
    return Flux.merge(
        taken(engine, name, given.apply(ECHO.with(name))),
        taken(other, name, given.apply(ECHO.with(name))));
  }

  private Mono<TaskHandle<String>> taken(Sluice engine, String name, NewTask<String, String> task) {
    return engine
        .enqueue(queue, task)
        .doOnNext(
            handle -> accepted.computeIfAbsent(name, any -> new AtomicInteger()).incrementAndGet())
        .onErrorResume(DuplicateTaskException.class, error -> Mono.empty())
        .onErrorResume(
            OverloadedException.class,
            error -> {
              wrong.add(error.getMessage());
              return Mono.empty();
            });
  }
}
