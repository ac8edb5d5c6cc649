package io.sluice.gateway.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RedisText;
import io.sluice.gateway.support.SluiceProcess;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Payloads that are long are compressed in Redis, and are read as they were sent. */
@Timeout(120)
class CompressFromTest {
  private static final EmbeddedRedis REDIS = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
  private static final int PORT = URI.create(REDIS.uri()).getPort();
  private static final String LONG = "a line like the one before it, ".repeat(30);

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void serveCompressesWhatIsAsLongAsItIsTold() throws Exception {
    served("without", Map.of(), LONG.length());
    served("by-option", Map.of(), 0, "--compress-from", "500");
    served("by-environment", Map.of("SLUICE_COMPRESS_FROM", "500"), 0);
  }

  private static void served(
      String queue, Map<String, String> environment, int least, String... more) throws Exception {
    String[] args = new String[5 + more.length];
    System.arraycopy(new String[] {"serve", "--port", "0", "--redis", REDIS.uri()}, 0, args, 0, 5);
    System.arraycopy(more, 0, args, 5, more.length);
    try (SluiceProcess server = SluiceProcess.start(environment, args)) {
      Http http = server.http();
      String task = "{\"type\":\"a\",\"id\":\"one\",\"payload\":\"" + LONG + "\"}";
      assertThat(http.enqueue(queue, task).status()).isEqualTo(202);

      assertThat(
              http.get("/v1/queues/" + queue + "/tasks/one?include=payload")
                  .json()
                  .at("/payload")
                  .asString())
          .isEqualTo(LONG);
    }
    String length = RedisText.ask(PORT, "HSTRLEN sluice:{" + queue + "}:tasks one");
    assertThat(Integer.parseInt(length.replaceAll("\\D", "")))
        .isBetween(Math.max(least, 1), least + 150);
  }
}
