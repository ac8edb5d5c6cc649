package io.sluice.gateway.api.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Emit;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** A caller that follows a stream and stops reading. */
@Timeout(60)
class FollowStreamBoundsTest {
  private static final TaskType<String, String> WORDS =
      TaskType.of("words", String.class, String.class);
  private static final int ITEM = 8_000;
  private static final int ITEMS = 400;

  /** Items that lie in the gateway and in the sockets of both sides. */
  private static final int MOST_ON_THE_WAY = 200;

  @Test
  void aCallerThatStopsReadingIsCutOffAndHoldsNoMoreThanTheSocketsDo() throws Exception {
    try (TestGateway impatient = TestGateway.startImpatient()) {
      impatient
          .sluice()
          .worker("docs")
          .handle(
              WORDS,
              Emit.KEPT.items(ITEMS).bytes(4 << 20),
              task -> Flux.range(0, ITEMS).map(i -> "x".repeat(ITEM)))
          .start();
      TaskHandle<String> task =
          impatient.sluice().enqueue("docs", WORDS.with("a")).block(Duration.ofSeconds(20));
      impatient.sluice().result(task).block(Duration.ofSeconds(20));
      assertThat(impatient.sluice().streams().of(task).count().block(Duration.ofSeconds(20)))
          .isEqualTo(ITEMS);

      try (RawHttp raw = RawHttp.withSmallBuffer(impatient.gateway().port())) {
        raw.sendHead("GET /v1/queues/docs/tasks/" + task.id() + "/stream HTTP/1.1");
        raw.readHead();
        raw.readChunk();
        while (!metrics(impatient).contains("sluice_http_connections 1.0")) {
          Thread.sleep(50); // until it is cut off
        }

        assertThat(itemsUntilCut(raw)).isLessThan(MOST_ON_THE_WAY);
      }
    }
  }

  /** The connection of this request is the other one. */
  private static String metrics(TestGateway gateway) {
    return gateway.http().get("/metrics").text();
  }

  private static int itemsUntilCut(RawHttp raw) {
    int items = 0;
    try {
      while (!raw.readChunk().isEmpty()) {
        items++;
      }
    } catch (IOException | IllegalStateException cut) {
      // What is waited for.
    }
    return items;
  }
}
