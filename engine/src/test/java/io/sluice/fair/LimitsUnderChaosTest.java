package io.sluice.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fair.ChaosWorker.Start;
import io.sluice.spec.Answer;
import io.sluice.task.QueueName;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Workers that are killed while they hold tasks: at no instant more tasks run than may, no window
 * has more starts than its rate and one burst, and the slots of a dead worker come back.
 */
@Tag("scaled")
class LimitsUnderChaosTest {
  private static final int SECONDS = Integer.getInteger("fair.chaosSeconds", 10);
  private static final int WORKERS = 4;
  private static final long QUEUE_CAP = 6;
  private static final RateLimit QUEUE_RATE = new RateLimit(150, Duration.ofSeconds(1), 20);
  private static final Map<String, GroupRule> RULES =
      Map.of(
          "one", new GroupRule(1L, 1L, null, null),
          "two", new GroupRule(2L, 2L, null, null),
          "paced", new GroupRule(1L, 4L, new RateLimit(20, Duration.ofSeconds(1), 5), null),
          "free", new GroupRule(1L, 0L, null, null));

  /** A dead session is looked for at least so often. */
  private static final Duration BACK_WITHIN = ChaosWorker.LIFE.plusSeconds(2);

  @RegisterExtension
  static final TestEngine ENGINE = TestEngine.with(config -> config.withMaintainAllQueues(true));

  private final String name = ENGINE.queue();
  private final FairQueue queue = new FairQueue(ENGINE.store(), name);
  private final ConcurrentLinkedQueue<Start> starts = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> killed = new ConcurrentHashMap<>();
  private final Map<String, Long> most = new HashMap<>();
  private final List<Duration> back = new ArrayList<>();

  @Test
  void limitsHoldWhileWorkersAreKilled() throws InterruptedException {
    queue.configure(new QueueSettings(null, QUEUE_CAP, null, null, QUEUE_RATE, RULES, null, null));
    RULES.keySet().forEach(group -> queue.enqueue(group, 500 + 60 * SECONDS));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(
          new Thread(
              new ChaosWorker(
                  ENGINE.store(), QueueName.of(name), "chaos-" + i, end, starts, killed)));
    }
    workers.forEach(Thread::start);
    try (RedisLine line = new RedisLine(ENGINE.redis().port())) {
      while (workers.stream().anyMatch(Thread::isAlive) || isHeldByTheDead()) {
        look(line);
      }
    }
    for (Thread worker : workers) {
      worker.join();
    }
    RULES.forEach(
        (group, rule) -> {
          if (rule.rate() != null) {
            keepsItsPace(startsOf(group), rule.rate());
          }
        });
    keepsItsPace(starts.stream().map(Start::at).sorted().toList(), QUEUE_RATE);

    System.out.printf(
        "limits: %,d starts in %d s, %d workers killed, at most %s at once, slots back after %d ms"
            + " at most%n",
        starts.size(),
        SECONDS,
        killed.size(),
        most,
        back.stream().mapToLong(Duration::toMillis).max().orElse(0));
    assertThat(starts).hasSizeGreaterThan(20 * SECONDS);
    assertThat(back).as("killed workers whose slots came back").hasSameSizeAs(killed.keySet());
    assertThat(back).allSatisfy(after -> assertThat(after).isLessThanOrEqualTo(BACK_WITHIN));
  }

  private boolean isHeldByTheDead() {
    long now = System.nanoTime();
    return killed.values().stream()
        .anyMatch(extended -> extended > 0 && now - extended < 2 * BACK_WITHIN.toNanos());
  }

  /** All that runs at one instant, by the claims that run it. */
  private void look(RedisLine line) {
    Map<String, Long> running = new HashMap<>();
    Map<String, Long> sessions = new HashMap<>();
    Answer claims = Answer.of(line.say(List.of("HVALS", "sluice:{" + name + "}:running")));
    long now = System.nanoTime();
    for (String claim : claims.texts(0)) {
      String spot = claim.substring(claim.indexOf(' ') + 1);
      running.merge(spot.substring(0, spot.indexOf(0)), 1L, Long::sum);
      sessions.merge(claim.substring(0, claim.indexOf(':')), 1L, Long::sum);
    }
    running.merge("", (long) claims.size(), Long::sum);
    running.forEach(
        (group, count) -> {
          most.merge(group, count, Math::max);
          Long cap = group.isEmpty() ? Long.valueOf(QUEUE_CAP) : RULES.get(group).maxConcurrency();
          if (cap != null && cap > 0) {
            assertThat(count).as("of '%s' run", group).isLessThanOrEqualTo(cap);
          }
        });
    killed.forEach(
        (session, extended) -> {
          if (extended > 0 && !sessions.containsKey(session)) {
            back.add(Duration.ofNanos(now - extended));
            killed.put(session, 0L);
          }
        });
  }

  private List<Long> startsOf(String group) {
    return starts.stream()
        .filter(start -> start.group().equals(group))
        .map(Start::at)
        .sorted()
        .toList();
  }

  /**
   * In any window there are no more starts than its rate and one burst: a bucket never overflows.
   */
  private static void keepsItsPace(List<Long> starts, RateLimit rate) {
    double gap = (double) rate.per().toMillis() / rate.limit();
    double fullAt = 0;
    for (long at : starts) {
      fullAt = Math.max(fullAt, (double) at) + gap;
      assertThat(fullAt - at).as("at %s", at).isLessThanOrEqualTo(gap * rate.burst() + 0.01);
    }
  }
}
