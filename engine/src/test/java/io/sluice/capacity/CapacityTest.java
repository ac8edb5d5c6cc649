package io.sluice.capacity;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import io.sluice.Sluice;
import io.sluice.Work;
import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * What engines that have nothing to do ask of each master, and the arithmetic of
 * docs/operations.md, Capacity, which builds on that.
 */
class CapacityTest {
  /** Of a queue with a worker, by one engine: 2.3 as measured below. */
  private static final double CALLS_A_SECOND = 2.5;

  private static final double SLACK = 0.5;
  private static final double CLOCK_SECONDS = 5;
  private static final double MAP_SECONDS = 5;
  private static final double PING_SECONDS = 10;
  private static final int MAP_NODES = 4;
  private static final int BLOCKING = 16;
  private static final int QUEUES = 20;
  private static final int CALLS = 800;

  private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

  /** What lies on one master. */
  private record Load(long connections, double callsASecond) {}

  @Test
  void anIdleQueueCostsAFewCallsASecond() {
    try (TestRedis redis = TestRedis.start()) {
      Sluice sluice = Sluice.connect(redis.uri());
      IntStream.range(0, QUEUES)
          .forEach(
              n ->
                  sluice
                      .worker("idle-" + n)
                      .handle(Work.ECHO, task -> Mono.just(task.payload()))
                      .start());
      Eventually.eventually(() -> scripts(redis) > CALLS / 4);
      long before = scripts(redis);
      long begun = System.nanoTime();
      Eventually.eventually(() -> scripts(redis) >= before + CALLS);
      double seconds = (System.nanoTime() - begun) / 1e9;
      double rate = (scripts(redis) - before) / seconds / QUEUES;
      sluice.stop(Duration.ZERO).block(SOON);

      System.out.printf(Locale.ROOT, "an idle queue with a worker: %.2f calls a second%n", rate);
      assertThat(rate).isLessThan(CALLS_A_SECOND + SLACK);
    }
  }

  @Test
  void aThousandEnginesOnAHundredMastersAskLittleOfEach() {
    Load own = fullest(1_000, 100, 1_000, 1);
    Load few = fullest(1_000, 100, 600, 6);
    Load all = fullest(1_000, 100, 600, 600);

    tell("a queue each", own);
    tell("6 of 600 queues each", few);
    tell("all of 600 queues each", all);
    assertThat(List.of(own, few, all)).allMatch(load -> load.connections < 2_500);
    assertThat(few.callsASecond).isLessThan(3_000);
    assertThat(all.callsASecond).isGreaterThan(10_000);
  }

  /**
   * The master with the most to do, where slots are shared out evenly and queues have names.
   *
   * @param each so many queues has each engine, with a worker on each
   */
  private static Load fullest(int engines, int masters, int queues, int each) {
    SplittableRandom random = new SplittableRandom(18);
    long[] workers = new long[masters];
    double[] blocking = new double[masters];
    for (int engine = 0; engine < engines; engine++) {
      int first = queues == engines ? engine : random.nextInt(queues);
      for (int n = 0; n < each; n++) {
        int master = masterOf("queue-" + (first + n) % queues, masters);
        workers[master]++;
        blocking[master] += n < BLOCKING ? 1 : 0;
      }
    }
    long most = LongStream.of(workers).max().orElseThrow();
    double waiting = DoubleStream.of(blocking).max().orElseThrow();
    double background =
        engines / CLOCK_SECONDS
            + engines / PING_SECONDS
            + engines * MAP_NODES / MAP_SECONDS / masters;
    return new Load(2L * engines + Math.round(waiting), most * CALLS_A_SECOND + background);
  }

  private static int masterOf(String queue, int masters) {
    return SlotHash.getSlot(queue) * masters / SlotHash.SLOT_COUNT;
  }

  private static void tell(String what, Load load) {
    System.out.printf(
        Locale.ROOT,
        "1,000 engines on 100 masters, %s: the fullest master has %,d connections and %,.0f calls a"
            + " second%n",
        what,
        load.connections,
        load.callsASecond);
  }

  private static long scripts(TestRedis redis) {
    try (RedisLine line = new RedisLine(redis.port())) {
      Matcher told = SCRIPTS.matcher(String.valueOf(line.say(List.of("INFO", "commandstats"))));
      return told.find() ? Long.parseLong(told.group(1)) : 0;
    }
  }
}
