package io.sluice.redis;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestEngine;
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

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();

  @Test
  void aTaskOf200BytesTakesFewBytesMore() {
    ENGINE
        .sluice()
        .enqueueAll(queue, Flux.range(0, TASKS).map(n -> ECHO.with(PAYLOAD)))
        .then()
        .block(SOON);

    assertThat((double) (bytesOf("tasks") + bytesOf("ready")) / TASKS)
        .isBetween(200.0, (double) (isJemalloc() ? MOST_OF_JEMALLOC : MOST_OF_OTHERS));
  }

  private long bytesOf(String key) {
    String name = "sluice:{" + queue + "}:" + key;
    return ENGINE.tampering().commands().memoryUsage(name.getBytes());
  }

  private static boolean isJemalloc() {
    return ENGINE.tampering().commands().info("memory").contains("mem_allocator:jemalloc");
  }
}
