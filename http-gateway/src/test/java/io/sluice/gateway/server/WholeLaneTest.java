package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two ways lead through the server; nobody can tell by the answer which one was taken. */
@Timeout(120)
class WholeLaneTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final String JSON = "Content-Type: application/json";
  private static final String GOOD = "{\"type\":\"a\",\"id\":\"taken\"}";

  /** Sends a request the long way; says nothing else. */
  private static final String LONG_WAY = "Connection: keep-alive";

  private record Post(String path, String body, List<String> headers) {
    static Post to(String path, String body, String... headers) {
      return new Post(path, body, List.of(headers));
    }

    Post with(String header) {
      List<String> more = new ArrayList<>(headers);
      more.add(header);
      return new Post(path, body, more);
    }

    String text() {
      return "POST "
          + path
          + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: mine\r\nContent-Length: "
          + body.length()
          + "\r\n"
          + String.join("", headers.stream().map(header -> header + "\r\n").toList())
          + "\r\n"
          + body;
    }
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  static Stream<Post> posts() {
    String tasks = "/v1/queues/q/tasks";
    return Stream.of(
        Post.to(tasks, "{\"type\":\"a\",\"id\":\"taken\",\"delay\":\"1h\"}", JSON),
        Post.to(tasks, GOOD, JSON, "Prefer: return=minimal"),
        Post.to(tasks, "{\"type\":\"\",\"nothing\":1,\"delay\":\"x\"}", JSON),
        Post.to(tasks, "{\"type\":", JSON),
        Post.to(tasks, "[]", JSON, "Prefer: return=minimal"),
        Post.to(tasks, "{}", "Content-Type: application/json; charset=latin1"),
        Post.to(tasks, "{}", JSON, "Idempotency-Key: \""),
        Post.to(tasks, GOOD, JSON, "Origin: http://evil.example"),
        Post.to(tasks, GOOD, JSON, "Sec-Fetch-Site: cross-site"),
        Post.to(tasks + "?type=a", GOOD, JSON),
        Post.to(tasks + "?type=a&id=raw", "x", "Content-Type: application/octet-stream"),
        Post.to(tasks + "?id=raw", "x", "Content-Type: application/octet-stream"),
        Post.to("/v1/queues/q%20q/tasks", GOOD, JSON),
        Post.to("/v1/queues/q/task", GOOD, JSON));
  }

  @ParameterizedTest
  @MethodSource("posts")
  void theAnswerIsTheSameByBothWays(Post post) throws IOException {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.send(post.text());
      String first = raw.readReply();
      raw.send(post.with(LONG_WAY).text());
      String byLongWay = raw.readReply();
      raw.send(post.text());
      String byShortWay = raw.readReply();

      assertThat(first).startsWith("HTTP/1.1 ");
      assertThat(parts(byShortWay)).isEqualTo(parts(byLongWay));
    }
  }

  @Test
  void bothWaysAskForAToken() throws Exception {
    try (TestTokens tokens = new TestTokens();
        TestGateway gateway = TestGateway.start(tokens);
        RawHttp raw = new RawHttp(gateway.gateway().port())) {
      Post post = Post.to("/v1/queues/q/tasks", GOOD, JSON);
      raw.send(post.text());
      String byShortWay = raw.readReply();
      raw.send(post.with(LONG_WAY).text());

      assertThat(byShortWay).startsWith("HTTP/1.1 401").contains("WWW-Authenticate: Bearer");
      assertThat(parts(byShortWay)).isEqualTo(parts(raw.readReply()));
    }
  }

  @Test
  void requestsOfBothWaysAreAnsweredInTheOrderInWhichTheyCame() throws IOException {
    Post minimal = Post.to("/v1/queues/order/tasks", "{\"type\":\"a\"}", JSON);
    int rounds = 50;
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      for (int i = 0; i < rounds; i++) {
        String one = minimal.text().replace("mine", "short-" + i);
        String bad = Post.to("/v1/queues/order/tasks", "{}", JSON).text();
        String other = minimal.with(LONG_WAY).text().replace("mine", "long-" + i);
        raw.send(one + bad.replace("mine", "bad-" + i) + other);
      }
      List<String> answered = new ArrayList<>();
      for (int i = 0; i < 3 * rounds; i++) {
        String reply = raw.readReply();
        answered.add(reply.replaceAll("(?is).*x-request-id: ([a-z0-9-]+).*", "$1"));
      }

      assertThat(answered)
          .isEqualTo(
              IntStream.range(0, rounds)
                  .boxed()
                  .flatMap(i -> Stream.of("short-" + i, "bad-" + i, "long-" + i))
                  .toList());
    }
  }

  @Test
  void aRequestWhoseCallerLeavesIsCountedAsAbortedAndNotWaitedFor() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      try (RawHttp raw = new RawHttp(gateway.gateway().port())) {
        raw.send(
            Post.to("/v1/queues/left/tasks", "{\"type\":\"a\"}", JSON, "Prefer: wait=60").text());
        while (gateway.sluice().queues().find("left").blockOptional().isEmpty()) {
          Thread.onSpinWait();
        }
      }
      String counted = "route=\"/v1/queues/{queue}/tasks\",status=\"499\"";
      while (!gateway.http().get("/metrics").text().contains(counted)) {
        Thread.onSpinWait();
      }
    }
  }

  /** The status line, the headers in any order and spelling, the body. */
  private static List<Object> parts(String reply) {
    String[] headAndBody = reply.split("\r\n\r\n", 2);
    String[] lines = headAndBody[0].split("\r\n");
    TreeSet<String> headers = new TreeSet<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.add(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT) + lines[i].substring(colon));
    }
    return List.of(lines[0], headers, headAndBody[1]);
  }
}
