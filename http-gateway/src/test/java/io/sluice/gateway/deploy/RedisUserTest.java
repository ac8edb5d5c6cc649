package io.sluice.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.gateway.cli.SluiceCommand;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RedisText;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.TaskState;
import io.sluice.task.view.ServerFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the rights that {@code deploy/redis/users.acl} gives, all works, and nothing is refused. */
class RedisUserTest {
  private static final Path USERS = Path.of("..", "deploy", "redis", "users.acl");
  private static final String QUEUE = "/v1/queues/demo";
  private static final String NOT_ALLOWED_ANYWAY = "FLUSHALL";

  @Test
  @Timeout(60)
  void theUserOfTheFileMayDoAllThatIsNeededAndNoMore() throws IOException {
    try (TestGateway gateway = TestGateway.start(RedisUserTest::asUser)) {
      int redis = gateway.redis().port();
      Http http = gateway.http();
      runTasks(http);
      actOnTasks(http);
      operateTheQueue(http);
      keepSchedules(http);
      int sick = SluiceCommand.run("doctor", "--repair", "--redis", asUser(gateway.redis().uri()));
      http.get("/metrics");
      ServerFacts facts = Objects.requireNonNull(gateway.sluice().serverFacts().block());

      assertThat(sick).as("a Redis in memory is no good one").isEqualTo(1);
      assertThat(facts.rightsKnown()).isTrue();
      assertThat(facts.denied()).isEmpty();
      assertThat(http.get("/readyz").status()).isEqualTo(200);
      assertThat(refused(redis))
          .as("the doctor may ask, and is told no")
          .containsOnly("config|get");
      assertThat(RedisText.ask(redis, "ACL DRYRUN sluice " + NOT_ALLOWED_ANYWAY))
          .contains("no permissions");
      assertThat(RedisText.ask(redis, "ACL DRYRUN sluice GET other:key"))
          .contains("no permissions");
    }
  }

  private static void runTasks(Http http) {
    Reply done =
        http.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1}", "Prefer", "wait=20");
    assertThat(done.status()).isEqualTo(200);
    assertThat(http.get(done.header("Location") + "/events").text()).contains("task.succeeded");
    String failing = "{\"type\":\"demo.fail\",\"id\":\"f\",\"payload\":{\"times\":1},";
    ok(
        http.enqueue(
            "demo",
            failing + "\"retry\":{\"initial\":\"1ms\"},\"unique\":{\"key\":\"k\",\"for\":\"1h\"}}",
            "Prefer",
            "wait=20",
            "Idempotency-Key",
            "\"once\""));
    ok(
        http.postAs(
            "application/x-ndjson",
            QUEUE + "/tasks",
            "{\"type\":\"demo.echo\"}\n{\"type\":\"demo.echo\",\"delay\":\"1h\"}\n"));
  }

  private static void actOnTasks(Http http) {
    for (String id : List.of("a", "b", "c", "d")) {
      ok(http.enqueue("demo", "{\"type\":\"demo.echo\",\"delay\":\"1h\",\"id\":\"" + id + "\"}"));
    }
    String dead = "{\"type\":\"demo.fail\",\"id\":\"%s\",\"payload\":{\"times\":9},";
    for (String id : List.of("x", "y", "z")) {
      ok(
          http.enqueue(
              "demo", dead.formatted(id) + "\"retry\":{\"maxAttempts\":1}}", "Prefer", "wait=20"));
    }
    ok(http.post(QUEUE + "/tasks/a/cancel"));
    ok(http.post(QUEUE + "/tasks/b/run-now"));
    ok(http.method("DELETE", QUEUE + "/tasks/c"));
    ok(http.post(QUEUE + "/tasks/x/retry"));
    for (TaskState state : TaskState.values()) {
      ok(http.get(QUEUE + "/tasks?state=" + state.wireName()));
    }
  }

  private static void operateTheQueue(Http http) {
    ok(http.put(QUEUE, "{\"maxBacklog\":1000,\"retention\":{\"maxAge\":\"2h\"}}"));
    ok(http.post(QUEUE + "/pause"));
    ok(http.post(QUEUE + "/resume"));
    ok(http.get("/v1/queues"));
    ok(http.get(QUEUE + "/scaler"));
    follow(
        http, http.post(QUEUE + "/redrive", "{\"from\":\"dead\",\"filter\":{\"type\":\"none\"}}"));
    follow(http, http.post(QUEUE + "/purge", "{\"state\":\"dead\",\"confirm\":\"demo\"}"));
  }

  private static void follow(Http http, Reply begun) {
    assertThat(begun.status()).as(begun::text).isEqualTo(202);
    while (!http.get(begun.header("Location")).member("state").equals("done")) {
      Thread.onSpinWait();
    }
  }

  private static void keepSchedules(Http http) {
    String path = "/v1/schedules/s";
    ok(http.put(path, "{\"every\":\"1h\",\"queue\":\"demo\",\"task\":{\"type\":\"demo.echo\"}}"));
    ok(http.post(path + "/trigger"));
    ok(http.post(path + "/pause"));
    ok(http.post(path + "/resume"));
    ok(http.get(path + "/preview?count=2"));
    ok(http.get("/v1/schedules"));
    ok(http.method("DELETE", path));
  }

  private static void ok(Reply reply) {
    assertThat(reply.status()).as(reply::text).isLessThan(300);
  }

  /** The user is made before the engine connects as that user. */
  private static SluiceConfig asUser(SluiceConfig config) {
    try {
      String user = Files.readAllLines(USERS).get(1);
      assertThat(user).startsWith("user sluice ");
      int port = URI.create(config.redisUri()).getPort();
      assertThat(RedisText.ask(port, "ACL SETUSER " + user.substring("user ".length())))
          .isEqualTo("+OK");
      return SluiceConfig.of(asUser(config.redisUri()))
          .withEnqueueTimeout(config.enqueueTimeout())
          .withMaintainAllQueues(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String asUser(String uri) {
    return uri.replace("redis://", "redis://sluice:change-me@");
  }

  /** What a user was not allowed to do, as Redis keeps it: name, value, name, value. */
  private static List<String> refused(int port) throws IOException {
    List<String> log =
        RedisText.lines(port, "ACL LOG").stream().filter(l -> !l.startsWith("$")).toList();
    return IntStream.range(0, log.size())
        .filter(i -> log.get(i).equals("object"))
        .mapToObj(i -> log.get(i + 1))
        .toList();
  }
}
