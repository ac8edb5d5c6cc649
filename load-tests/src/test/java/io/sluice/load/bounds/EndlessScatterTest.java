package io.sluice.load.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.task.enqueue.ScatterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A scatter of an endless source whose subscriber takes 10 results a second, in a process with a
 * heap of 64 MB. {@code -Dscatter.seconds=60} makes it last.
 */
@Tag("scaled")
class EndlessScatterTest {
  private static final int SECONDS = Integer.getInteger("scatter.seconds", 4);
  private static final int HEAP_MEGABYTES = 64;
  private static final long SLACK_BYTES = 8L << 20;

  /** A result that waits for its turn is taken from the scatter, and not counted yet. */
  private static final long UNDER_WAY = 2;

  /** One look at the process. */
  private record Held(long given, long taken, long heapBytes, long redisBytes) {
    static Held of(String[] words) {
      return new Held(
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]));
    }
  }

  @Test
  void aSlowSubscriberLetsNeitherHeapNorRedisGrow() throws Exception {
    List<Held> looks = new ArrayList<>();
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
        SmallJvm process =
            SmallJvm.start(
                HEAP_MEGABYTES,
                EndlessScatterMain.class,
                EndlessScatterMain.HELD,
                redis.uri(),
                String.valueOf(SECONDS))) {
      for (int i = 0; i < SECONDS; i++) {
        looks.add(Held.of(process.next()));
      }
      assertThat(process.exitCode()).isZero();
    }

    assertThat(looks)
        .allSatisfy(
            held ->
                assertThat(held.given() - held.taken())
                    .isLessThanOrEqualTo(ScatterOptions.DEFAULT_WINDOW + UNDER_WAY));
    assertThat(looks.get(SECONDS - 1).taken()).isGreaterThanOrEqualTo(5L * (SECONDS - 1));
    List<Held> first = looks.subList(0, SECONDS / 2);
    List<Held> last = looks.subList(SECONDS / 2, SECONDS);
    assertThat(most(last, Held::heapBytes)).isLessThan(most(first, Held::heapBytes) + SLACK_BYTES);
    assertThat(most(last, Held::redisBytes))
        .isLessThan(most(first, Held::redisBytes) + SLACK_BYTES);
    System.out.printf(
        "endless scatter, %d s: %,d parts given, %,d results taken, at most %,d KiB of heap and"
            + " %,d KiB of Redis%n",
        SECONDS,
        looks.get(SECONDS - 1).given(),
        looks.get(SECONDS - 1).taken(),
        most(looks, Held::heapBytes) >> 10,
        most(looks, Held::redisBytes) >> 10);
  }

  private static long most(List<Held> looks, ToLongFunction<Held> figure) {
    return looks.stream().mapToLong(figure).max().orElseThrow();
  }
}
