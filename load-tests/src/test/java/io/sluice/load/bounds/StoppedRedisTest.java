package io.sluice.load.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A slow worker and an endless producer in a process with a heap of 128 MB, while their Redis is
 * stopped again and again: the worker never has more than its slots, and the heap does not grow.
 * {@code -Dstopped.times=10 -Dstopped.seconds=10} makes it last.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Tag("scaled")
class StoppedRedisTest {
  private static final int TIMES = Integer.getInteger("stopped.times", 2);
  private static final int SECONDS = Integer.getInteger("stopped.seconds", 1);

  /** Before, between and after the stops. */
  private static final int FLOWING = 2;

  private static final int LOOKS_A_SECOND = 5;
  private static final long SLACK_BYTES = 8L << 20;

  /** One look at the process. */
  private record Held(long held, long running, long claimed, long ended, long heapBytes) {
    static Held of(String[] words) {
      return new Held(
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]),
          Long.parseLong(words[5]));
    }
  }

  @Test
  void aRedisThatStopsLetsNeitherClaimsNorHeapGrow() throws Exception {
    List<Held> looks = new ArrayList<>();
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY)) {
      try (SmallJvm worker =
          SmallJvm.start(
              StoppedRedisMain.class,
              StoppedRedisMain.HELD,
              redis.uri(),
              String.valueOf(60 + TIMES * (SECONDS + 2 * FLOWING + 10)))) {
        listen(worker, looks, FLOWING);
        for (int i = 0; i < TIMES; i++) {
          SmallJvm.signal("-STOP", redis.pid());
          listen(worker, looks, SECONDS);
          SmallJvm.signal("-CONT", redis.pid());
          long before = last(looks).ended();
          while (last(looks).ended() <= before + StoppedRedisMain.SLOTS) {
            looks.add(Held.of(worker.next())); // it goes on, or the lines end
          }
        }
      } finally {
        SmallJvm.signal("-CONT", redis.pid());
      }
    }

    assertThat(looks).anyMatch(look -> look.claimed() < 0).anyMatch(look -> look.claimed() > 0);
    assertThat(looks)
        .allSatisfy(
            look -> {
              assertThat(look.held()).isBetween(0L, (long) StoppedRedisMain.SLOTS);
              assertThat(look.claimed() - look.running())
                  .isLessThanOrEqualTo(StoppedRedisMain.SLOTS);
            });
    int third = looks.size() / 3;
    assertThat(heap(looks.subList(looks.size() - third, looks.size())))
        .isLessThan(heap(looks.subList(0, third)) + SLACK_BYTES);
    System.out.printf(
        "stopped Redis, %d times %d s: %d looks, at most %d held, %d tasks run, heap %,d to %,d"
            + " KiB%n",
        TIMES,
        SECONDS,
        looks.size(),
        looks.stream().mapToLong(Held::held).max().orElseThrow(),
        last(looks).ended(),
        looks.stream().mapToLong(Held::heapBytes).min().orElseThrow() >> 10,
        heap(looks) >> 10);
  }

  /** As long as so many seconds of looks take. */
  private static void listen(SmallJvm worker, List<Held> looks, int seconds) throws IOException {
    for (int i = 0; i < seconds * LOOKS_A_SECOND; i++) {
      looks.add(Held.of(worker.next()));
    }
  }

  private static Held last(List<Held> looks) {
    return looks.get(looks.size() - 1);
  }

  private static long heap(List<Held> looks) {
    return looks.stream().mapToLong(Held::heapBytes).max().orElseThrow();
  }
}
