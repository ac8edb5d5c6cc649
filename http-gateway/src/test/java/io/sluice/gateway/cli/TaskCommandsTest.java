package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.encryption.EncryptionKeys;
import io.sluice.task.enqueue.TaskType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

class TaskCommandsTest extends RemoteCommands {
  @TempDir private Path dir;

  @Test
  void enqueueGivesATaskAllThatItsOptionsSay() {
    CommandRun run =
        run(
            "enqueue",
            "all",
            "some.type",
            "{\"n\":12345678901234567890.50}",
            "--id=t1",
            "--delay=1h",
            "--timeout=20s",
            "--tags=a,b",
            "--unique-key=k",
            "--unique-for=10m",
            "--max-attempts=3",
            "--header=who=ann",
            "-o",
            "json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().path("id").asString()).isEqualTo("t1");
    String shown = gateway().http().get("/v1/queues/all/tasks/t1?include=payload").text();
    assertThat(shown)
        .contains("\"state\":\"scheduled\"", "\"maxAttempts\":3", "\"tags\":[\"a\",\"b\"]")
        .contains("\"payload\":{\"n\":12345678901234567890.50}");
    assertThat(run("enqueue", "all", "some.type", "--unique-key=k").exitCode()).isEqualTo(4);
  }

  @Test
  void enqueueReadsThePayloadFromAFileOrFromStandardInput() throws Exception {
    Path file = Files.writeString(dir.resolve("payload.json"), "\uFEFF{\"from\":\"file\"}");

    assertThat(run("enqueue", "demo", "demo.echo", "@" + file, "--wait", "-o", "json").out())
        .contains("\"result\":{\"from\":\"file\"}");
    assertThat(
            runWithInput("[1, 2]", "enqueue", "demo", "demo.echo", "-", "--wait", "-o", "json")
                .out())
        .contains("\"result\":[1,2]");
  }

  @Test
  void enqueueSendsAPayloadAsItIsWithItsOptions() throws Exception {
    Path file = Files.write(dir.resolve("picture"), new byte[] {0, (byte) 0xFF, '{'});
    CommandRun run =
        run("enqueue", "raw", "some.type", "--raw", file.toString(), "--id=p", "--tags=a,b c");
    CommandRun bad = run("enqueue", "raw", "some.type", "--raw=" + file, "--delay=soon");
    CommandRun tooMuch = run("enqueue", "raw", "some.type", "--raw=" + file, "--header=a=b");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(gateway().http().get("/v1/queues/raw/tasks/p?include=payload").text())
        .contains("\"payload\":\"AP97\"", "\"tags\":[\"a\",\"b c\"]");
    assertThat(
            runWithInput("plain", "enqueue", "demo", "demo.echo", "--raw=-", "--wait", "-o", "json")
                .out())
        .contains("\"result\":\"plain\"");
    assertThat(bad.err()).contains("delay must be a duration", "is 'soon'");
    assertThat(tooMuch.exitCode()).isEqualTo(2);
    assertThat(tooMuch.err()).contains("--raw takes no second payload, no --header");
  }

  @Test
  void enqueueWaitsForTheResultAndTakesOnlyATimeForTheLengthOfIt() {
    CommandRun run = run("enqueue", "demo", "demo.echo", "--wait", "{\"hello\":1}");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^state +succeeded$")
        .containsPattern("(?m)^result +\\{\"hello\":1}$");
  }

  @Test
  void enqueueEndsWith1WhenTheTaskThatItWaitsForDiesOrTakesTooLong() {
    CommandRun dead =
        run("enqueue", "demo", "demo.fail", "{\"times\":2}", "--max-attempts=1", "--wait", "30s");
    CommandRun late = run("enqueue", "nobody", "some.type", "--wait=0s");

    assertThat(dead.exitCode()).isEqualTo(1);
    assertThat(dead.err()).containsPattern("sluice: task \\w+ is dead");
    assertThat(dead.out()).contains("failure.message");
    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.err()).contains("has not ended in time, it is ready");
  }

  @Test
  void aRefusalIsOneLineThatNamesTheBadFieldsTheCodeAndTheRequest() {
    CommandRun run = run("enqueue", "q", "some.type", "--delay=soon", "--unique-for=1h");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("sluice: The request has invalid values: ")
        .contains(
            "[/delay]", "[/unique/key: unique.key is required]", "(validation_failed, request ");
  }

  @Test
  void reschedulesAndListsByTypeAndTag() {
    run("enqueue", "later", "some.type", "--id=a", "--delay=1h", "--tags=x");
    run("enqueue", "later", "other.type", "--id=b", "--delay=1h");

    CommandRun moved = run("reschedule", "later", "a", "--run-at=2099-01-01T00:00:00Z");

    assertThat(moved.out()).containsPattern("(?m)^runAt +2099-01-01T00:00:00.000Z$");
    assertThat(run("reschedule", "later", "a", "--delay=2h").exitCode()).isZero();
    assertThat(run("reschedule", "later", "a").exitCode()).isEqualTo(2);
    assertThat(run("reschedule", "later", "none", "--delay=2h").exitCode()).isEqualTo(3);
    assertThat(run("ls", "later", "--state=scheduled", "--tag=x").lines()).hasSize(2);
    assertThat(run("ls", "later", "--state=scheduled", "--type=other.type").lines()).hasSize(2);
  }

  @Test
  void anIdThatIsThereIsAConflict() {
    assertThat(run("enqueue", "twice", "some.type", "--id=same").exitCode()).isZero();

    CommandRun again = run("enqueue", "twice", "some.type", "--id=same");

    assertThat(again.exitCode()).isEqualTo(4);
    assertThat(again.err()).contains("already has a task same", "duplicate_task");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enqueue q some.type {no",
        "enqueue q some.type @no.such.file",
        "enqueue q some.type -o xml",
        "enqueue q some.type --ndjson",
        "enqueue q --ndjson no.such.file",
        "enqueue q --ndjson - --wait",
        "get q id --result --payload",
        "ls q",
        "ls q --state dead --limit 0",
        "tail --count 0",
        "get q",
      })
  void endsWith2WhenItIsCalledWrongly(String line) {
    CommandRun run = run(line.split(" ", -1));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("sluice: ").contains("usage: sluice ", "--help' says more");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void getShowsATaskItsPayloadAndNothingButItsResult() {
    enqueue("demo", "demo.echo", "got", "{\"a\":[1]}", "--wait");

    assertThat(run("get", "demo", "got").out())
        .containsPattern("(?m)^id +got$")
        .doesNotContain("payload");
    assertThat(run("get", "demo", "got", "--payload").out())
        .containsPattern("(?m)^payload +\\{\"a\":\\[1]}$");
    assertThat(run("get", "demo", "got", "--payload", "--log", "-o", "json").json().path("log"))
        .isEmpty();
    assertThat(run("get", "demo", "got", "--result").out().strip()).isEqualTo("{\"a\":[1]}");
    assertThat(run("get", "demo", "got", "--wait", "5s", "-o", "ndjson").jsonLines())
        .singleElement()
        .satisfies(task -> assertThat(task.path("state").asString()).isEqualTo("succeeded"));
  }

  @Test
  void getTellsByWhichKeyAPayloadAndAResultAreEncrypted() {
    SluiceConfig config = SluiceConfig.of(gateway().redis().uri());
    try (Sluice sluice =
        Sluice.builder(config).encrypt(EncryptionKeys.of("k1", new byte[32])).connect()) {
      TaskType<String, String> pay = TaskType.of("pay", String.class, String.class);
      sluice.worker("secret").handle(pay, task -> Mono.just(task.payload())).start();
      sluice
          .enqueue("secret", pay.with("4111").id("paid"))
          .flatMap(sluice::result)
          .block(Duration.ofSeconds(15));
    }

    CommandRun result = run("get", "secret", "paid", "--result");

    assertThat(run("get", "secret", "paid", "--payload").out())
        .containsPattern("(?m)^payloadEncryptedBy +k1$")
        .containsPattern("(?m)^resultEncryptedBy +k1$")
        .doesNotContain("4111");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("the result of task paid is encrypted by key k1");
  }

  @Test
  void getTellsWhyThereIsNoTaskOrNoResult() {
    enqueue("waiting", "some.type", "later", "1", "--delay=1h");
    enqueue("demo", "demo.fail", "failed", "{\"times\":9}", "--max-attempts=1", "--wait");

    CommandRun unknown = run("get", "demo", "nobody");
    CommandRun noResult = run("get", "waiting", "later", "--result");
    CommandRun dead = run("get", "demo", "failed", "--result");

    assertThat(unknown.exitCode()).isEqualTo(3);
    assertThat(unknown.err()).contains("no task nobody in queue demo (unknown_task, request ");
    assertThat(noResult.exitCode()).isEqualTo(1);
    assertThat(noResult.err()).contains("task later has no result yet, it is scheduled");
    assertThat(dead.exitCode()).isEqualTo(4);
    assertThat(dead.err()).contains("task_dead");
    assertThat(run("get", "demo", "failed", "--wait").exitCode()).isEqualTo(1);
  }

  @Test
  void lsListsInAllFormsAndOverPages() {
    String tasks =
        IntStream.range(0, 205)
            .mapToObj(i -> "{\"type\":\"some.type\",\"id\":\"n" + i + "\",\"delay\":\"1h\"}\n")
            .collect(Collectors.joining());
    assertThat(runWithInput(tasks, "enqueue", "many", "--ndjson").exitCode()).isZero();

    CommandRun table = run("ls", "many", "--state=scheduled", "--limit=2");
    assertThat(table.lines()).hasSize(3);
    assertThat(table.lines().get(0))
        .matches("ID +TYPE +ATTEMPT +PRIORITY +GROUP +CREATED +RUN AT +FAILURE");
    assertThat(table.lines().get(1)).matches("n[0-9]+ +some.type +0/10 +4 +- +20\\S+Z +20\\S+Z +-");
    assertThat(run("ls", "many", "--state=scheduled", "--all").lines()).hasSize(206);
    assertThat(run("ls", "many", "--state=scheduled", "--limit=203", "-o", "ndjson").jsonLines())
        .hasSize(203)
        .allSatisfy(task -> assertThat(task.path("queue").asString()).isEqualTo("many"));
    assertThat(run("ls", "many", "--state=scheduled", "--all", "-o", "json").jsonLines())
        .extracting(page -> page.path("items").size())
        .containsExactly(200, 5);
    assertThat(run("ls", "many", "--state=lost").err()).contains("state must be one of");
  }

  @Test
  void actsOnATaskAndShowsItAfterwards() {
    enqueue("demo", "demo.echo", "acted", "1", "--delay=1h");
    enqueue("waiting", "some.type", "cancelled", "1", "--delay=1h");
    enqueue("demo", "demo.fail", "retried", "{\"times\":1}", "--max-attempts=1", "--wait");

    assertThat(run("run-now", "demo", "acted", "-o", "json").json().path("id").asString())
        .isEqualTo("acted");
    assertThat(run("get", "demo", "acted", "--wait").exitCode()).isZero();
    assertThat(state(run("cancel", "waiting", "cancelled", "-o", "json"))).isEqualTo("cancelled");
    assertThat(run("cancel", "waiting", "cancelled").exitCode()).isZero();
    assertThat(run("cancel", "demo", "acted").exitCode()).isEqualTo(4);
    assertThat(run("retry", "demo", "retried").exitCode()).isZero();
    assertThat(run("get", "demo", "retried", "--wait", "-o", "json").json().path("failures"))
        .hasSize(2);
    assertThat(run("delete", "demo", "retried")).isEqualTo(new CommandRun(0, "", ""));
    assertThat(run("get", "demo", "retried").exitCode()).isEqualTo(3);
  }

  @Test
  void saysThatTheHandlerOfARunningTaskIsStillBeingTold() {
    enqueue("demo", "demo.sleep", "sleeper", "{\"ms\":60000}");
    JsonNode running = gateway().http().get("/v1/queues/demo/tasks/sleeper").json();
    while (!running.path("state").asString().equals("running")) {
      running = gateway().http().get("/v1/queues/demo/tasks/sleeper").json();
    }

    CommandRun run = run("cancel", "demo", "sleeper", "-o", "json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err().contains("the running handler was asked to stop"))
        .isEqualTo(state(run).equals("running"));
    assertThat(run("get", "demo", "sleeper", "--wait").err()).contains("is cancelled");
  }

  private static String state(CommandRun run) {
    return run.json().path("state").asString();
  }

  private static void enqueue(
      String queue, String type, String id, String payload, String... options) {
    String[] words = new String[options.length + 5];
    System.arraycopy(new String[] {"enqueue", queue, type, payload, "--id=" + id}, 0, words, 0, 5);
    System.arraycopy(options, 0, words, 5, options.length);
    assertThat(run(words).err()).doesNotContain("request");
  }
}
