package io.sluice.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Nginx;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.RetryingClient;
import io.sluice.gateway.support.SluiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one Redis, behind the proxy that {@code deploy/nginx.conf} sets up. */
@Tag("proof")
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit calls the method that sets them
class NginxTest {
  private static final int CLIENTS = 16;
  private static final int TASKS_EACH = 100;
  private static final int MANY = 20_000;

  @TempDir static Path dir;

  private static EmbeddedRedis redis;
  private static SluiceProcess one;
  private static SluiceProcess other;
  private static Nginx nginx;
  private static Http http;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Nginx.program().isPresent(), "nginx is not installed: no proxy to try");
    redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
    one = SluiceProcess.start("serve", "--port", "0", "--redis", redis.uri());
    other = SluiceProcess.start("serve", "--port", "0", "--redis", redis.uri());
    nginx = Nginx.start(dir, addressOf(one), addressOf(other));
    http = nginx.http();
    while (http.get("/readyz").status() != 200) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (nginx != null) {
      nginx.close();
      one.close();
      other.close();
      redis.close();
    }
  }

  @Test
  void aStreamOfMoreThanAMebibyteIsTakenInWhole() {
    String line = "{\"type\":\"a\",\"payload\":\"" + "x".repeat(100) + "\"}\n";

    Reply answers =
        http.postAs("application/x-ndjson", "/v1/queues/large/tasks", line.repeat(MANY));

    assertThat(line.length() * MANY).isGreaterThan(2 << 20);
    assertThat(answers.status()).isEqualTo(200);
    assertThat(answers.text()).contains("\"accepted\":" + MANY);
  }

  @Test
  void aPayloadThatIsTooLargeIsRefusedByTheGateway() {
    Reply refused =
        http.post(
            "/v1/queues/large/tasks",
            "{\"type\":\"a\",\"payload\":\"" + "x".repeat(2 << 20) + "\"}");

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void eachLineIsAnsweredBeforeTheNextOneIsSent() throws IOException {
    try (RawHttp stream = new RawHttp(URI.create(http.url()).getPort())) {
      stream.sendHead(
          "POST /v1/queues/lines/tasks HTTP/1.1",
          "Content-Type: application/x-ndjson",
          "Transfer-Encoding: chunked");
      for (int i = 0; i < 3; i++) {
        stream.sendChunk("{\"type\":\"a\",\"id\":\"line-" + i + "\"}\n");
        stream.readUntil("\"line-" + i + "\"");
      }
      stream.sendLastChunk();
      stream.readUntil("\"accepted\":3");
    }
  }

  @Test
  void eventsComeAsTheyHappen() throws IOException {
    http.enqueue("events", "{\"type\":\"a\",\"id\":\"later\",\"delay\":\"1h\"}");
    try (RawHttp events = new RawHttp(URI.create(http.url()).getPort())) {
      events.sendHead("GET /v1/queues/events/tasks/later/events HTTP/1.1");
      events.readUntil("task.scheduled");
      http.post("/v1/queues/events/tasks/later/cancel");
      events.readUntil("task.cancelled");
    }
  }

  @Test
  void aGatewayThatIsKilledCostsNothingButRetries() throws Exception {
    CountDownLatch half = new CountDownLatch(CLIENTS * TASKS_EACH / 2);
    List<RetryingClient> clients =
        IntStream.range(0, CLIENTS)
            .mapToObj(i -> new RetryingClient(http, "c" + i, TASKS_EACH, id -> half.countDown()))
            .toList();
    List<Thread> threads = clients.stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    half.await();
    one.kill();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(clients).allSatisfy(client -> assertThat(client.wrong()).isEmpty());
    assertThat(clients).allSatisfy(client -> assertThat(client.done()).hasSize(TASKS_EACH));
    assertThat(http.get("/v1/queues/flood").json().at("/counts/scheduled").asInt())
        .isEqualTo(CLIENTS * TASKS_EACH);
  }

  private static String addressOf(SluiceProcess serve) throws IOException {
    return URI.create(serve.http().url()).getAuthority();
  }
}
