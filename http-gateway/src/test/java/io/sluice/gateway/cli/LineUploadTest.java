package io.sluice.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sluice.gateway.support.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

class LineUploadTest extends RemoteCommands {
  private static final String LINE = "{\"type\":\"some.type\"}\n";
  private static final String FIRST_ANSWER = "{\"line\":1,\"status\":202,\"id\":\"a\"}\n";
  private static final int LINES = 5_000;

  @TempDir private Path dir;

  @Test
  void enqueuesATaskForEachLineOfAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("tasks.ndjson"), LINE.repeat(LINES).stripTrailing());

    CommandRun run = run("enqueue", "lines", "--ndjson", file.toString());

    assertThat(run).isEqualTo(new CommandRun(0, "accepted 5000, rejected 0\n", ""));
    assertThat(gateway().http().get("/v1/queues/lines").json().at("/counts/ready").asInt())
        .isEqualTo(LINES);
  }

  @Test
  void tellsTheNumberAndTheReasonOfABadLineAndGoesOn() {
    CommandRun run =
        runWithInput(
            LINE + "\n" + "{\"type\":\"some.type\",\"prioriti\":1}\n" + LINE,
            "enqueue",
            "some",
            "--ndjson");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().strip()).isEqualTo("accepted 2, rejected 1");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("line 3: The request has invalid values: unknown field 'prioriti'")
        .contains("[/prioriti]", "validation_failed");
  }

  @Test
  void givesTheAnswerToEachLineToPrograms() {
    CommandRun each =
        runWithInput(LINE + "{}\n" + LINE, "enqueue", "some", "--ndjson", "-o", "ndjson");
    CommandRun summary = runWithInput(LINE, "enqueue", "some", "--ndjson=-", "-o", "json");

    assertThat(each.jsonLines())
        .extracting(answer -> answer.path("line").asInt() + " " + answer.path("status").asInt())
        .containsExactly("1 202", "2 422", "3 202", "0 0");
    assertThat(summary.out().strip()).isEqualTo("{\"summary\":{\"accepted\":1,\"rejected\":0}}");
  }

  @Test
  void saysHowFarItCameWhenTheConnectionIsCut() throws Exception {
    try (FakeServer server =
        FakeServer.start(
            routes ->
                routes.post(
                    "/v1/queues/q/tasks",
                    (request, response) ->
                        response.send(
                            request
                                .receive()
                                .aggregate()
                                .map(all -> Unpooled.copiedBuffer(FIRST_ANSWER, UTF_8))
                                .concatWith(Mono.fromRunnable(() -> cut(response))),
                            part -> true)))) {
      CommandRun run = upload(server);

      assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
      assertThat(run.err()).contains("lines up to 1 were answered", "no connection to");
    }
  }

  @Test
  void endsWith1WhenTheGatewayReadsNoMore() throws Exception {
    String answers =
        """
        {"line":1,"status":202,"id":"a"}
        {"status":408,"problem":{"title":"Too slow","code":"request_timeout"}}
        {"summary":{"accepted":1,"rejected":0}}
        """;
    try (FakeServer server = answeringAll(answers)) {
      CommandRun run = upload(server);

      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      assertThat(run.err())
          .contains("the gateway reads no more: Too slow (request_timeout)")
          .contains("lines up to 1 were answered");
    }
  }

  @Test
  void noticesLinesThatWereNotAnswered() throws Exception {
    try (FakeServer server = answeringAll("{\"summary\":{\"accepted\":0,\"rejected\":0}}\n")) {
      CommandRun run = upload(server);

      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      assertThat(run.err()).contains("lines up to 0 were answered");
    }
  }

  private static void cut(HttpServerResponse response) {
    response.withConnection(connection -> connection.channel().unsafe().closeForcibly());
  }

  private static FakeServer answeringAll(String answers) {
    return FakeServer.start(
        routes ->
            routes.post(
                "/v1/queues/q/tasks",
                (request, response) ->
                    response.sendString(
                        request.receive().aggregate().asString().map(all -> answers))));
  }

  private CommandRun upload(FakeServer server) throws IOException {
    Path file = Files.writeString(dir.resolve("three.ndjson"), LINE.repeat(3));
    return CommandRun.of("enqueue", "q", "--ndjson", file.toString(), "--server", server.url());
  }
}
