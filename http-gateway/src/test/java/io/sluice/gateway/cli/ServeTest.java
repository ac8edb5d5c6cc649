package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.FreePort;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Processes;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.SluiceProcess;
import io.sluice.gateway.support.TestRuns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class ServeTest {
  private static final int TASKS = 1_000;

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsInGoodOrderWhenItIsToldTo(String signal) throws Exception {
    try (SluiceProcess serve = serve("--demo-workers")) {
      Http http = serve.http();
      assertThat(serve.outputSoFar())
          .containsExactly("dashboard " + http.url() + "/ui/", "listening on " + http.url());
      assertThat(enqueue(http, "{\"type\":\"demo.echo\",\"payload\":1}").status()).isEqualTo(202);
      long redis = redisPid();
      CompletableFuture<Reply> waiting =
          http.enqueueLater(
              "demo", "{\"type\":\"demo.sleep\",\"payload\":{\"ms\":2000}}", "Prefer", "wait=60");
      awaitRunning(http);
      serve.signal(signal);
      Reply answered = waiting.get();

      assertThat(answered.status()).isEqualTo(202);
      assertThat(serve.exitCode()).isZero();
      assertThat(serve.remainingOutput()).isEmpty();
      assertThat(serve.errors()).noneMatch(line -> line.contains("ERROR"));
      assertThat(ProcessHandle.of(redis).filter(ProcessHandle::isAlive)).isEmpty();
      hasSucceeded(answered.header("Location"));
    }
  }

  /** The task under way was let come to its end. */
  private void hasSucceeded(String location) throws Exception {
    try (SluiceProcess serve = serve()) {
      assertThat(serve.http().get(location).member("state")).isEqualTo("succeeded");
    }
  }

  @Test
  void showsTheRunsInTheFolderThatItIsTold() throws Exception {
    new TestRuns(dir.resolve("runs")).put("before", TestRuns.real());
    try (SluiceProcess serve = serve("--reports", dir.resolve("runs").toString())) {
      assertThat(serve.http().get("/v1/reports").json().at("/items/0/name").asString())
          .isEqualTo("before");
    }
  }

  @Test
  void answersByTheNameThatItIsTold() throws Exception {
    try (SluiceProcess serve = serve("--allow-host", "my.proxy,other")) {
      int port = URI.create(serve.http().url()).getPort();
      assertThat(statusLine(port, "my.proxy")).startsWith("HTTP/1.1 200 ");
      assertThat(statusLine(port, "other:443")).startsWith("HTTP/1.1 200 ");
      assertThat(statusLine(port, "not.my.proxy")).startsWith("HTTP/1.1 403 ");
    }
  }

  private static String statusLine(int port, String host) throws IOException {
    try (RawHttp raw = new RawHttp(port)) {
      raw.send("GET /v1/info HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      return raw.readHead();
    }
  }

  @Test
  void losesNothingWhenItAndItsRedisAreKilled() throws Exception {
    List<String> locations = new ArrayList<>();
    try (SluiceProcess serve = serve()) {
      Http http = serve.http();
      List<CompletableFuture<String>> enqueued = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        enqueued.add(acknowledged(http, "t" + i));
      }
      enqueued.forEach(location -> locations.add(location.join()));
      long redis = redisPid();
      serve.kill();
      Processes.kill(redis);
    }
    check(locations);
  }

  @Test
  void goesOnWithAllItsTasksWhenItsRedisIsKilled() throws Exception {
    List<String> locations = new ArrayList<>();
    try (SluiceProcess serve = serve()) {
      Http http = serve.http();
      for (int i = 0; i < TASKS; i++) {
        locations.add(acknowledged(http, "t" + i).join());
      }
      Processes.kill(redisPid());
      while (http.get("/readyz").status() != 200
          || !http.get("/metrics").text().contains("sluice_redis_restarts_total 1.0")) {
        Thread.onSpinWait();
      }
      locations.add(acknowledged(http, "after").join());
      for (String location : locations) {
        assertThat(http.get(location).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void losesNothingWhenItIsKilledAndItsRedisRunsOn() throws Exception {
    List<String> locations = new ArrayList<>();
    try (SluiceProcess serve = serve()) {
      Http http = serve.http();
      for (int i = 0; i < TASKS; i++) {
        locations.add(acknowledged(http, "t" + i).join());
      }
      serve.kill();
    }
    check(locations);
  }

  @Test
  void saysInOneLineThatRedisIsDown() throws Exception {
    int port = FreePort.find();
    try (SluiceProcess serve =
        SluiceProcess.start(
            "serve", "--port", "0", "--redis", "redis://:secret@127.0.0.1:" + port)) {
      assertThat(serve.exitCode()).isEqualTo(5);
      assertThat(serve.errors())
          .singleElement()
          .asString()
          .startsWith("sluice: cannot use the Redis at redis://***@127.0.0.1:" + port)
          .doesNotContain("secret");
      assertThat(serve.remainingOutput()).isEmpty();
    }
  }

  @Test
  void saysInOneLineThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SluiceProcess serve =
            SluiceProcess.start(
                "serve", "--data-dir", dir.toString(), "--port", "" + taken.getLocalPort())) {
      assertThat(serve.exitCode()).isEqualTo(1);
      assertThat(serve.errors())
          .filteredOn(line -> line.startsWith("sluice: "))
          .containsExactly(
              "sluice: cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": it is taken or not allowed");
      assertThat(serve.errors()).noneMatch(line -> line.contains("\tat "));
    }
  }

  @Test
  void saysThatAnotherOneUsesTheDataDirectory() throws Exception {
    try (SluiceProcess first = serve()) {
      first.http();
      try (SluiceProcess second = serve()) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errors()).singleElement().asString().contains("in use by another");
      }
      assertThat(ProcessHandle.of(redisPid())).get().matches(ProcessHandle::isAlive);
    }
  }

  private SluiceProcess serve(String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("serve", "--port", "0"));
    args.addAll(List.of("--data-dir", dir.toString()));
    args.addAll(List.of(more));
    return SluiceProcess.start(args.toArray(String[]::new));
  }

  /**
   * Where the task is once it was acknowledged. On a machine that is busy the first answers may be
   * that it is not known whether it was taken in; with its own id it can be sent until it was.
   */
  private static CompletableFuture<String> acknowledged(Http http, String id) {
    return http.enqueueLater(
            "demo", "{\"type\":\"demo.echo\",\"delay\":\"1h\",\"id\":\"" + id + "\"}")
        .thenCompose(
            reply -> {
              if (reply.status() == 503) {
                return acknowledged(http, id);
              }
              assertThat(reply.status()).isIn(202, 409);
              return CompletableFuture.completedFuture("/v1/queues/demo/tasks/" + id);
            });
  }

  /** Starts it again, and looks for every task. */
  private void check(List<String> locations) throws Exception {
    try (SluiceProcess serve = serve()) {
      Http http = serve.http();
      Reply queue = http.get("/v1/queues/demo");
      assertThat(queue.json().path("counts").path("scheduled").asInt()).isEqualTo(TASKS);
      assertThat(queue.json().path("totals").path("accepted").asInt()).isEqualTo(TASKS);
      for (String location : locations) {
        assertThat(http.get(location).member("state")).isEqualTo("scheduled");
      }
      serve.signal("TERM");
      assertThat(serve.exitCode()).isZero();
    }
  }

  private static Reply enqueue(Http http, String body) {
    return http.enqueue("demo", body);
  }

  private static void awaitRunning(Http http) {
    while (http.get("/v1/queues/demo").json().path("counts").path("running").asInt() == 0) {
      Thread.onSpinWait();
    }
  }

  private long redisPid() throws Exception {
    return Long.parseLong(Files.readString(dir.resolve("redis.pid")).strip());
  }
}
