package io.sluice.redis;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

/** What a task that waits takes of Redis, by {@code MEMORY USAGE} of the keys that hold it. */
class QueuedTaskMemoryTest {
  /** A little less than a table of Redis has places, so that few of them are empty. */
  private static final int TASKS = 16_000;

  /** With the quotes of JSON 200 bytes. */
  private static final String PAYLOAD = "x".repeat(198);

  private static final int MOST_OF_JEMALLOC = 290;

  /** Of the C library, which gives a little more than it is asked for. */
  private static final int MOST_OF_OTHERS = 310;

  private static final int ORDERS = 4_000;
  private static final List<String> WORDS =
      List.of(
          "blanket", "desk", "lamp", "chair", "table", "oak", "steel", "garden", "paper", "cup");

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static Sluice compressing;

  @BeforeAll
  static void connectAnEngineThatCompresses() {
    SluiceConfig config = SluiceConfig.of(ENGINE.redis().uri()).withCompressFrom(512);
    compressing = Sluice.builder(config).connect();
  }

  @AfterAll
  static void stopIt() {
    compressing.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void aTaskOf200BytesTakesFewBytesMore() {
    double bytes = bytesATask(ENGINE.sluice(), TASKS, () -> PAYLOAD);

    assertThat(bytes).isBetween(200.0, (double) (isJemalloc() ? MOST_OF_JEMALLOC : MOST_OF_OTHERS));
  }

  @Test
  void aRecordOf1KiBTakesAtMostSixTenthsWhenItIsCompressed() {
    double plain = bytesATask(ENGINE.sluice(), ORDERS, order(new Random(17)));
    double compressed = bytesATask(compressing, ORDERS, order(new Random(17)));

    assertThat(plain).isGreaterThan(1024);
    assertThat(compressed).isBetween(200.0, 0.6 * plain);
  }

  /** Of a queue of its own. */
  private static double bytesATask(Sluice sluice, int tasks, Supplier<String> payload) {
    String queue = ENGINE.queue();
    sluice
        .enqueueAll(queue, Flux.range(0, tasks).map(n -> ECHO.with(payload.get())))
        .then()
        .block(SOON);
    return (double) (bytesOf(queue, "tasks") + bytesOf(queue, "ready")) / tasks;
  }

  /** Lines of items that are drawn at random, 1,024 characters of them. */
  private static Supplier<String> order(Random random) {
    return () -> {
      StringBuilder order = new StringBuilder("{customer: " + random.nextInt(1_000_000));
      while (order.length() < 1024) {
        order.append(
            ", {sku: %s, title: %s %s, quantity: %d, price: %d}"
                .formatted(
                    Integer.toString(random.nextInt(Integer.MAX_VALUE), 36),
                    WORDS.get(random.nextInt(WORDS.size())),
                    WORDS.get(random.nextInt(WORDS.size())),
                    1 + random.nextInt(9),
                    random.nextInt(20_000)));
      }
      return order.substring(0, 1024);
    };
  }

  private static long bytesOf(String queue, String key) {
    String name = "sluice:{" + queue + "}:" + key;
    return ENGINE.tampering().commands().memoryUsage(name.getBytes(UTF_8));
  }

  private static boolean isJemalloc() {
    return ENGINE.tampering().commands().info("memory").contains("mem_allocator:jemalloc");
  }
}
