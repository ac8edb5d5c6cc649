package io.sluice.load.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * An endless producer in a process with a heap of 128 MB, against a Redis that is stopped in the
 * midst of it. {@code -Dendless.seconds=60} makes it last.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Tag("scaled")
class EndlessProducerTest {
  private static final int SECONDS = Integer.getInteger("endless.seconds", 8);

  /** Looks before the stop. */
  private static final int FLOWING = 2;

  /** Items of one enqueueAll that may be under way. */
  private static final long WINDOW = 1_024;

  private static final long SLACK_BYTES = 8L << 20;

  /** One look at the process. */
  private record Held(long requested, long answered, long accepted, long heapBytes) {
    static Held of(String[] words) {
      return new Held(
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]));
    }
  }

  @Test
  void aStoppedRedisLetsNeitherItemsNorHeapGrow() throws Exception {
    List<Held> stopped = new ArrayList<>();
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY)) {
      try (SmallJvm producer =
          SmallJvm.start(
              EndlessProducerMain.class,
              EndlessProducerMain.HELD,
              redis.uri(),
              String.valueOf(SECONDS))) {
        Held flowing = null;
        for (int i = 0; i < FLOWING; i++) {
          flowing = Held.of(producer.next());
        }
        assertThat(flowing.accepted()).isPositive();
        SmallJvm.signal("-STOP", redis.pid());
        for (int i = FLOWING; i < SECONDS; i++) {
          stopped.add(Held.of(producer.next()));
        }
        assertThat(producer.exitCode()).isZero();
      } finally {
        SmallJvm.signal("-CONT", redis.pid());
      }
    }

    assertThat(stopped)
        .allSatisfy(held -> assertThat(held.requested() - held.answered()).isBetween(0L, WINDOW));
    assertThat(heap(stopped.subList(stopped.size() / 2, stopped.size())))
        .isLessThan(heap(stopped.subList(0, stopped.size() / 2)) + SLACK_BYTES);
    System.out.printf(
        "endless producer, %d s: heap after garbage collection %,d to %,d KiB, %,d refused%n",
        SECONDS,
        stopped.stream().mapToLong(Held::heapBytes).min().orElseThrow() >> 10,
        heap(stopped) >> 10,
        stopped.get(stopped.size() - 1).answered() - stopped.get(0).accepted());
  }

  private static long heap(List<Held> looks) {
    return looks.stream().mapToLong(Held::heapBytes).max().orElseThrow();
  }
}
