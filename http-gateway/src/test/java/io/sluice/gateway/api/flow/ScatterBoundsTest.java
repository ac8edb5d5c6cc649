package io.sluice.gateway.api.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * Callers of a scatter that read less than they send. {@code -Dscatter.seconds=60} makes the slow
 * one last.
 */
@Tag("scaled")
@Timeout(180)
class ScatterBoundsTest {
  private static final int SECONDS = Integer.getInteger("scatter.seconds", 1);
  private static final int WINDOW = 256;

  /** Results that lie in the gateway and in the sockets of both sides, 1 KB each. */
  private static final int MOST_ON_THE_WAY = 12_000;

  private static final String PART =
      "{\"type\":\"demo.echo\",\"payload\":\"" + "x".repeat(1_000) + "\"}\n";
  private static final String PARTS = PART.repeat(50);

  @Test
  void aCallerThatStopsReadingIsCutOffAndLeavesNothing() throws Exception {
    try (TestGateway impatient = TestGateway.startImpatient();
        RawHttp raw = RawHttp.withSmallBuffer(impatient.gateway().port())) {
      begin(raw);
      sendUntilCut(raw);

      JsonNode totals = queue(impatient).path("totals");
      assertThat(totals.path("accepted").asInt()).isBetween(WINDOW, MOST_ON_THE_WAY);
      while (!isEmpty(impatient)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aCallerThatReadsSlowlyIsSentForNoFurtherThanItReads() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      CompletableFuture<Void> sending;
      try (RawHttp raw = RawHttp.withSmallBuffer(gateway.gateway().port())) {
        begin(raw);
        sending = CompletableFuture.runAsync(() -> sendUntilClosed(raw));
        raw.readHead();
        int read = 0;
        for (int tenth = 0; tenth < 10 * SECONDS; tenth++) {
          raw.readChunk();
          read++;
          Thread.sleep(100); // this caller is slow
        }
        JsonNode view = queue(gateway);
        assertThat(view.path("totals").path("accepted").asInt() - read).isLessThan(MOST_ON_THE_WAY);
        assertThat(view.path("counts").path("succeeded").asInt()).isLessThanOrEqualTo(WINDOW);
      }
      sending.join();
      while (!isEmpty(gateway)) {
        Thread.onSpinWait();
      }
    }
  }

  private static void begin(RawHttp raw) throws IOException {
    raw.sendHead(
        "POST /v1/queues/demo/scatter?window=" + WINDOW + " HTTP/1.1",
        "Content-Type: application/x-ndjson",
        "Transfer-Encoding: chunked");
  }

  private static void sendUntilCut(RawHttp raw) throws IOException {
    try {
      while (true) {
        raw.sendChunk(PARTS);
      }
    } catch (SocketException cut) {
      // What is waited for.
    }
  }

  private static void sendUntilClosed(RawHttp raw) {
    try {
      sendUntilCut(raw);
    } catch (IOException closed) {
      throw new AssertionError(closed);
    }
  }

  private static boolean isEmpty(TestGateway gateway) {
    JsonNode counts = queue(gateway).path("counts");
    return counts.path("ready").asInt() + counts.path("running").asInt() == 0
        && counts.path("succeeded").asInt() == 0;
  }

  private static JsonNode queue(TestGateway gateway) {
    return gateway.http().get("/v1/queues/demo").json();
  }
}
