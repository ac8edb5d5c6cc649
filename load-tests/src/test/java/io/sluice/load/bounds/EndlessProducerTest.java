package io.sluice.load.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * An endless producer in a process with a heap of 128 MB, against a Redis that is stopped in the
 * midst of it. {@code -Dendless.seconds=60} makes it last.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class EndlessProducerTest {
  private static final int SECONDS = Integer.getInteger("endless.seconds", 8);

  /** Looks before the stop. */
  private static final int FLOWING = 2;

  /** Items of one enqueueAll that may be under way. */
  private static final long WINDOW = 1_024;

  private static final long SLACK_BYTES = 8L << 20;

  /** One look at the process. */
  private record Held(long requested, long answered, long accepted, long heapBytes) {
    static Held of(String line) {
      String[] words = line.split(" ", -1);
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
      Process producer = producer(redis.uri());
      try (BufferedReader lines = producer.inputReader(StandardCharsets.UTF_8)) {
        Held flowing = null;
        for (int i = 0; i < FLOWING; i++) {
          flowing = next(lines);
        }
        assertThat(flowing.accepted()).isPositive();
        signal("-STOP", redis.pid());
        for (int i = FLOWING; i < SECONDS; i++) {
          stopped.add(next(lines));
        }
        assertThat(producer.waitFor()).isZero();
      } finally {
        producer.destroyForcibly();
        signal("-CONT", redis.pid());
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

  private static Held next(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(EndlessProducerMain.HELD)) {
        return Held.of(line);
      }
    }
    throw new AssertionError("the producer ended early; its last words are above");
  }

  private static Process producer(String redisUri) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=logback-load.xml",
            "-cp",
            System.getProperty("java.class.path"),
            EndlessProducerMain.class.getName(),
            redisUri,
            String.valueOf(SECONDS))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", name, String.valueOf(pid)).start().waitFor()).isZero();
  }
}
