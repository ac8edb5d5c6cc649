package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.FakeServer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerRoutes;

class TailTest {
  private static final String RETRY = "retry: 20\n\n";

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @Test
  void goesOnBehindTheLastEventWhenTheServerComesBackOnItsPort() throws Exception {
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<CommandRun> tail;
    int port;
    try (FakeServer server =
        FakeServer.start(
            routes -> events(routes, first, RETRY, event(1, "ready"), event(2, "running")))) {
      port = server.port();
      tail = tail(server, "demo", "--count=3");
      first.get(30, TimeUnit.SECONDS);
    }
    try (FakeServer again =
        FakeServer.start(
            port,
            routes ->
                events(
                    routes,
                    new CompletableFuture<>(),
                    RETRY,
                    "event: gap\ndata: {}\n\n",
                    event(3, "dead")))) {
      CommandRun run = tail.get(30, TimeUnit.SECONDS);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.lines())
          .containsExactly(
              "ready  demo  t1  demo.echo",
              "running  demo  t2  demo.echo",
              "dead  demo  t3  demo.echo");
      assertThat(run.err())
          .contains("the connection was lost, reconnecting")
          .contains("reconnected")
          .contains("some events may be missing here");
      assertThat(asked)
          .startsWith("queue=demo after null", "queue=demo after 2")
          .endsWith("queue=demo after 2")
          .doesNotContain("queue=demo after 1");
      assertThat(again.port()).isEqualTo(port);
    }
  }

  @Test
  void givesEachEventAsALineOfJson() throws Exception {
    try (FakeServer server =
        FakeServer.start(
            routes ->
                events(
                    routes,
                    new CompletableFuture<>(),
                    RETRY,
                    event(1, "ready"),
                    ":\n\n",
                    event(2, "dead")))) {
      CommandRun run = tail(server, "-o", "json", "--count=2").get(30, TimeUnit.SECONDS);

      assertThat(run.jsonLines())
          .extracting(task -> task.path("id").asString())
          .containsExactly("t1", "t2");
    }
  }

  @Test
  void endsWhenTheFirstConnectionFails() {
    CommandRun nobody = CommandRun.of("tail", "--server=http://127.0.0.1:10");
    try (FakeServer server = FakeServer.start(routes -> {})) {
      assertThat(CommandRun.of("tail", "--server", server.url()).exitCode()).isEqualTo(3);
    }

    assertThat(nobody.exitCode()).isEqualTo(5);
  }

  @Test
  void endsWhenThereTurnsOutToBeNoSuchQueue() {
    try (FakeServer server =
        FakeServer.start(
            routes ->
                events(
                    routes,
                    new CompletableFuture<>(),
                    RETRY,
                    ":\n\n",
                    "id: unknown\n"
                        + "event: unknown\n"
                        + "data: {\"title\":\"No such"
                        + " queue\",\"status\":404,\"code\":\"unknown_queue\",\"detail\":\"no queue"
                        + " 'demo'\"}\n\n"))) {
      CommandRun run = CommandRun.of("tail", "--server", server.url(), "demo");

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("no queue 'demo'", "unknown_queue");
    }
  }

  private HttpServerRoutes events(
      HttpServerRoutes routes, CompletableFuture<Void> sent, String... parts) {
    return routes.get(
        "/v1/events",
        (request, response) -> {
          String query = request.uri().replaceAll("^[^?]*\\??", "");
          asked.add(query + " after " + request.requestHeaders().get("Last-Event-ID"));
          if (sent.isDone()) {
            return response.status(503).send();
          }
          return response
              .sse()
              .sendString(Flux.fromArray(parts))
              .then()
              .doOnSuccess(done -> sent.complete(null));
        });
  }

  private static CompletableFuture<CommandRun> tail(FakeServer server, String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "tail";
    words[1] = "--server";
    words[2] = server.url();
    System.arraycopy(options, 0, words, 3, options.length);
    return CompletableFuture.supplyAsync(() -> CommandRun.of(words));
  }

  private static String event(int id, String state) {
    return "id: "
        + id
        + "\nevent: task."
        + state
        + "\ndata: {\"id\":\"t"
        + id
        + "\",\"queue\":\"demo\",\"type\":\"demo.echo\",\"state\":\""
        + state
        + "\"}\n\n";
  }
}
