package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Processes;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.SluiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * A stream that is much larger than the memory of the gateway, with an outage in the middle. {@code
 * -Dstream.tasks=1000000 -Dstream.outageSeconds=5} is the full size, {@code -Dstream.payload=10000}
 * makes its payloads larger.
 */
@Timeout(600)
@Tag("scaled")
class LargeStreamTest {
  private static final int TASKS = Integer.getInteger("stream.tasks", 20_000);
  private static final int PAYLOAD = Integer.getInteger("stream.payload", 100);
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("stream.outageSeconds", 1));

  private static final int HEAP_MEBIBYTES = 128;
  private static final int LINES_A_CHUNK = 100;
  private static final String LINE =
      "{\"type\":\"load\",\"payload\":\"" + "x".repeat(PAYLOAD) + "\"}\n";

  @Test
  void everyLineIsAcceptedOnceThoughRedisStandsStillInTheMiddle() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
        SluiceProcess serve =
            SluiceProcess.withHeap(
                HEAP_MEBIBYTES, "serve", "--port", "0", "--redis", redis.uri())) {
      Http http = serve.http();
      try (RawHttp raw = new RawHttp(URI.create(http.url()).getPort())) {
        long began = System.nanoTime();
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(raw));
        assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
        AcceptedLines answers = new AcceptedLines();
        answers.read(raw, TASKS / 2);
        standStill(redis, http);
        answers.read(raw, TASKS + 1);
        sent.get(1, TimeUnit.MINUTES);
        report(serve, Duration.ofNanos(System.nanoTime() - began));
      }
      JsonNode queue = http.get("/v1/queues/load").json();
      assertThat(queue.path("totals").path("accepted").asInt()).isEqualTo(TASKS);
      assertThat(queue.path("counts").path("ready").asInt()).isEqualTo(TASKS);
    }
  }

  /** Until it was seen that a caller of a single task is refused, and for the outage at least. */
  private static void standStill(EmbeddedRedis redis, Http http) throws Exception {
    long until = System.nanoTime() + OUTAGE.toNanos();
    Processes.pause(redis.pid());
    do {
      assertThat(http.enqueue("other", "{\"type\":\"a\"}").status()).isEqualTo(503);
    } while (System.nanoTime() < until);
    Processes.goOn(redis.pid());
  }

  private static void send(RawHttp raw) {
    String chunk = LINE.repeat(LINES_A_CHUNK);
    try {
      raw.sendHead(
          "POST /v1/queues/load/tasks HTTP/1.1",
          "Content-Type: application/x-ndjson",
          "Transfer-Encoding: chunked");
      for (int lines = 0; lines < TASKS; lines += LINES_A_CHUNK) {
        raw.sendChunk(chunk);
      }
      raw.sendLastChunk();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Reads answers, each of which must be the next one and say that its line was accepted. */
  private static final class AcceptedLines {
    private int lines;

    void read(RawHttp raw, int upTo) throws IOException {
      while (lines < upTo) {
        for (String line : raw.readChunk().lines().toList()) {
          assertThat(line)
              .startsWith(
                  lines == TASKS
                      ? "{\"summary\":{\"accepted\":" + TASKS + ",\"rejected\":0}}"
                      : "{\"line\":" + (lines + 1) + ",\"status\":202,\"id\":\"");
          lines++;
        }
      }
    }
  }

  private static void report(SluiceProcess serve, Duration took) throws IOException {
    Path status = Path.of("/proc/" + serve.pid() + "/status");
    String memory =
        Files.exists(status)
            ? Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("")
            : "";
    System.out.printf(
        "%d tasks with %d bytes each in %d ms; memory of the gateway at most: %s%n",
        TASKS, PAYLOAD, took.toMillis(), memory.replaceAll("\\s+", " "));
  }
}
