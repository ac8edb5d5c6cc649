package io.sluice.gateway.cli;

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

/** What the keys begin with can be said, by an option or by the environment. */
@Timeout(120)
class NamespaceTest {
  private static final EmbeddedRedis REDIS = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
  private static final int PORT = URI.create(REDIS.uri()).getPort();

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void serveKeepsItsQueuesUnderIt() throws Exception {
    served("by-option", Map.of(), "--namespace", "by-option");
    served("by-environment", Map.of("SLUICE_NAMESPACE", "by-environment"));
    served("sluice", Map.of());
  }

  private static void served(String namespace, Map<String, String> environment, String... more)
      throws Exception {
    String[] args = new String[5 + more.length];
    System.arraycopy(new String[] {"serve", "--port", "0", "--redis", REDIS.uri()}, 0, args, 0, 5);
    System.arraycopy(more, 0, args, 5, more.length);
    try (SluiceProcess server = SluiceProcess.start(environment, args)) {
      Http http = server.http();
      assertThat(http.enqueue("q", "{\"type\":\"a\"}").status()).isEqualTo(202);
      assertThat(http.get("/v1/queues/q").json().at("/totals/accepted").asInt()).isEqualTo(1);
    }
    assertThat(RedisText.ask(PORT, "EXISTS " + namespace + ":{q}:tasks")).contains("1");
  }

  @Test
  void oneThatIsNoneIsAUsageError() {
    assertThat(SluiceCommand.run("serve", "--redis", REDIS.uri(), "--namespace", "{}"))
        .isEqualTo(ExitCodes.USAGE);
  }
}
