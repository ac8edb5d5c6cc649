package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueCommandsTest extends RemoteCommands {
  private static final String TERMINALS = "sluice.terminals";

  @AfterEach
  void forgetTerminals() {
    System.clearProperty(TERMINALS);
  }

  @Test
  void queuesListsWhatIsInThemInAllForms() {
    run("enqueue", "listed", "some.type");

    assertThat(run("queues").lines().get(0))
        .matches("QUEUE +READY +RUNNING +SCHEDULED +RETRYING +DEAD +OLDEST +WORKERS +PAUSED");
    assertThat(run("queues").out()).containsPattern("(?m)^listed +1 +0 +0 +0 +0 +[0-9].* +0 +-$");
    assertThat(run("queues", "-o", "json").json().path("items").size()).isPositive();
    assertThat(run("queues", "-o", "ndjson").jsonLines())
        .anySatisfy(queue -> assertThat(queue.path("queue").asString()).isEqualTo("listed"));
  }

  @Test
  void queueShowsPausesAndResumes() {
    run("enqueue", "held", "some.type");

    assertThat(run("queue", "show", "held").out()).containsPattern("(?m)^counts.ready +1$");
    assertThat(run("queue", "pause", "held", "--reason=a deploy", "--for=10m").out())
        .containsPattern("(?m)^paused +true$")
        .containsPattern("(?m)^pause.reason +a deploy$");
    assertThat(run("queues").out()).containsPattern("held .* yes until \\S+Z: a deploy");
    assertThat(run("queue", "resume", "held").out()).containsPattern("(?m)^paused +false$");
    assertThat(run("queue", "show", "nowhere").exitCode()).isEqualTo(3);
    assertThat(CommandRun.of("queue").exitCode()).isEqualTo(2);
  }

  @Test
  void queueSetChangesWhatIsNamedAndLeavesTheRest() {
    run("enqueue", "tuned", "some.type");

    run("queue", "set", "tuned", "--max-backlog=1000", "--keep-for=2h");
    assertThat(limits("--keep-most=5"))
        .isEqualTo("{\"maxBacklog\":1000,\"retention\":{\"maxAge\":\"PT2H\",\"maxCount\":5}}");
    assertThat(limits("--max-backlog=none", "--keep-for=none"))
        .isEqualTo("{\"retention\":{\"maxCount\":5}}");
    assertThat(limits("--keep-most=none", "--max-concurrency=3"))
        .isEqualTo("{\"maxConcurrency\":3}");
    assertThat(limits("--max-concurrency=none", "--target=http://a/b", "--target-header=X-A=7"))
        .isEqualTo(
            "{\"target\":{\"url\":\"http://a/b\",\"method\":\"POST\","
                + "\"headers\":{\"X-A\":\"7\"}}}");
    assertThat(limits("--target-method=PUT", "--target-header=X-A=none", "--keep-most=5"))
        .isEqualTo(
            "{\"retention\":{\"maxCount\":5},"
                + "\"target\":{\"url\":\"http://a/b\",\"method\":\"PUT\"}}");
    assertThat(limits("--keep-most=none", "--target=none")).isEqualTo("{}");
    assertThat(run("queue", "set", "tuned", "--max-backlog=01").exitCode()).isEqualTo(2);
  }

  @Test
  void queueDivideSpreadsAQueueAndShowsItsPartitions() {
    run("enqueue", "split", "some.type", "--delay=1h");

    assertThat(run("queue", "partitions", "split").lines())
        .hasSize(2)
        .last()
        .asString()
        .matches("split +1024 +0 +0 +0 +1 +0 +0");
    assertThat(
            run("queue", "divide", "split", "3").lines().stream().map(line -> line.split(" ")[0]))
        .containsExactly("PARTITION", "split", "split/1", "split/2");
    assertThat(run("queue", "partitions", "split", "-o", "ndjson").jsonLines()).hasSize(3);
    assertThat(run("queue", "show", "split").out()).containsPattern("(?m)^partitions +3$");
    assertThat(run("queues").out()).containsPattern("(?m)^split \\(3\\) +0 +0 +1 ");
    assertThat(run("stats").out()).containsPattern("(?m)^split \\(3\\) +0 +0 +1 ");
    CommandRun fewer = run("queue", "divide", "split", "2");
    assertThat(fewer.exitCode()).isEqualTo(1);
    assertThat(fewer.err()).contains("can only be given more").contains("[/partitions]");
    assertThat(run("queue", "divide", "nowhere", "2").exitCode()).isEqualTo(3);
    assertThat(run("queue", "divide", "split", "some").exitCode()).isEqualTo(2);
  }

  @Test
  void redriveCountsBeginsAndWaits() {
    run("purge", "demo", "--state=dead", "--yes");
    for (int i = 0; i < 3; i++) {
      run("enqueue", "demo", "demo.fail", "{\"times\":1}", "--max-attempts=1", "--wait");
    }

    CommandRun dry = run("redrive", "demo", "--dry-run", "-o", "json");
    CommandRun none = run("redrive", "demo", "--yes", "--filter", "type=other", "-o", "json");
    CommandRun all = run("redrive", "demo", "--yes", "--rate=1000", "--filter=type=demo.fail");

    assertThat(dry.out().strip()).isEqualTo("{\"matched\":3}");
    assertThat(none.json().path("processed").asInt()).isZero();
    assertThat(all.exitCode()).isZero();
    assertThat(all.out())
        .containsPattern("(?m)^state +done$")
        .containsPattern("(?m)^processed +3$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "ndjson"})
  void errorsTellsWhyTasksFailed(String form) {
    String group =
        "{\"type\":\"Refused\",\"message\":\"no way\",\"count\":3,\"dead\":1,\"retrying\":2,"
            + "\"firstAt\":\"2026-11-20T19:30:00.000Z\",\"lastAt\":\"2026-11-20T19:32:00.000Z\","
            + "\"example\":\"a\"}";
    String body = "{\"items\":[" + group + "],\"looked\":20000,\"complete\":false}";
    try (FakeServer server = FakeServer.answering("/v1/queues/email/errors", body)) {
      CommandRun run = CommandRun.of("errors", "email", "-o", form, "--server", server.url());

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err().strip())
          .isEqualTo("sluice: the list is incomplete: it covers 20000 tasks");
      switch (form) {
        case "table" ->
            assertThat(run.lines().get(1))
                .matches("  +3 +1 +2 +2026\\S+32\\S+ +a +Refused +no way");
        case "json" -> assertThat(run.out().strip()).isEqualTo(body);
        default -> assertThat(run.out().strip()).isEqualTo(group);
      }
    }
  }

  @Test
  void purgeAsksAtATerminalAndRemovesOnlyAfterAYes() {
    run("enqueue", "purged", "some.type");
    System.setProperty(TERMINALS, "0");

    CommandRun no = runWithInput("n\n", "purge", "purged", "--state=ready");
    CommandRun silent = runWithInput("", "purge", "purged", "--state=ready");
    CommandRun yes = runWithInput("yes\n", "purge", "purged", "--state=ready");

    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(no.err())
        .contains("remove 1 ready tasks of queue purged for good? [y/N]", "nothing was done");
    assertThat(silent.exitCode()).isEqualTo(1);
    assertThat(yes.exitCode()).isZero();
    assertThat(yes.out()).containsPattern("(?m)^processed +1$");
  }

  @Test
  void withoutATerminalItWantsAYesBefore() {
    System.setProperty(TERMINALS, "");

    CommandRun run = run("purge", "purged", "--state=ready");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("give --yes");
  }

  @Test
  void whatGoesOnCanBeLookedAtAndEnded() {
    run("enqueue", "demo", "demo.fail", "{\"times\":1}", "--max-attempts=1", "--wait");
    CommandRun begun = run("redrive", "demo", "--yes", "--detach", "-o", "json");
    String id = begun.json().path("id").asString();

    assertThat(begun.exitCode()).isZero();
    assertThat(run("bulk", "show", id, "-o", "json").json().path("id").asString()).isEqualTo(id);
    assertThat(run("bulk", "abort", id).out()).containsPattern("(?m)^id +" + id + "$");
    assertThat(run("bulk", "show", "nothing").exitCode()).isEqualTo(3);
    assertThat(run("bulk", "ls").lines().get(0)).startsWith("ID ");
    assertThat(run("bulk", "ls").out()).containsPattern("(?m)^" + id + " +demo +redrive +");
  }

  @Test
  void aPurgeThatWaitsForARedriveSaysSo() {
    for (int i = 0; i < 2; i++) {
      run("enqueue", "demo", "demo.fail", "{\"times\":9}", "--max-attempts=1", "--wait");
    }
    CommandRun begun = run("redrive", "demo", "--yes", "--detach", "--rate=1", "-o", "json");
    String id = begun.json().path("id").asString();

    CommandRun purge = run("purge", "demo", "--state=cancelled", "--yes");

    assertThat(purge.exitCode()).isZero();
    assertThat(purge.err()).contains("it starts when " + id + " has ended");
  }

  @Test
  void deletesAQueueThatIsEmpty() {
    run("enqueue", "ends", "some.type", "--id=last");
    CommandRun refused = run("queue", "delete", "ends");
    run("cancel", "ends", "last");

    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).contains("it has 1 ready");
    assertThat(run("queue", "delete", "ends").exitCode()).isZero();
    assertThat(run("queue", "show", "ends").exitCode()).isEqualTo(3);
    assertThat(run("queue", "delete", "ends").exitCode()).isEqualTo(3);
  }

  @Test
  void statsShowsRatesOutOfTwoLooks() {
    run("enqueue", "counted", "some.type");

    CommandRun once = run("stats");
    CommandRun watched = run("stats", "--watch", "--every=50ms", "--count=2", "-o", "ndjson");

    assertThat(once.lines().get(0))
        .matches("QUEUE +READY .* ACCEPTED/S +SUCCEEDED/S +RETRIED/S +DEAD/S +OLDEST");
    assertThat(once.out()).containsPattern("(?m)^counted +1 +0 +0 +0 +0 +[0-9.]+ ");
    assertThat(
            watched.jsonLines().stream().filter(q -> q.path("queue").asString().equals("counted")))
        .hasSize(2)
        .last()
        .satisfies(queue -> assertThat(queue.at("/rates/accepted").asString()).isEqualTo("0.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "ndjson"})
  void workersShowsWhatIsThere(String form) {
    String body =
        "{\"items\":[{\"queue\":\"email\",\"session\":\"s1\",\"capacity\":256,\"inFlight\":3,"
            + "\"heartbeatAgeMs\":1200}]}";
    try (FakeServer server = FakeServer.answering("/v1/workers", body)) {
      CommandRun run = CommandRun.of("workers", "-o", form, "--server", server.url());

      assertThat(run.exitCode()).as(run.err()).isZero();
      switch (form) {
        case "table" ->
            assertThat(run.lines().get(1)).matches("email +s1 +- +- +256 +3 +1.2s +- +-");
        case "json" -> assertThat(run.out().strip()).isEqualTo(body);
        default -> assertThat(run.jsonLines()).hasSize(1);
      }
    }
  }

  @Test
  void aWorkerIsAskedToBeQuietAndToClaimAgainAndOneThatIsNotThereIsAnError() {
    run("enqueue", "quieted", "some.type", "--delay=1h");
    String session = gateway().http().post("/v1/queues/quieted/claims", "{}").member("session");

    assertThat(run("worker", "quiet", "quieted", session).out())
        .containsPattern("(?m)^asked +quiet$");
    assertThat(run("workers").out()).containsPattern("quieted +" + session + " .* quiet ");
    assertThat(run("worker", "resume", "quieted", session).out())
        .containsPattern("(?m)^asked +claim$");
    CommandRun nobody = run("worker", "stop", "quieted", "nobody");
    assertThat(nobody.exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(nobody.err()).contains("nobody");
  }

  private static String limits(String... changes) {
    String[] words = new String[changes.length + 5];
    System.arraycopy(new String[] {"queue", "set", "tuned", "-o", "json"}, 0, words, 0, 5);
    System.arraycopy(changes, 0, words, 5, changes.length);
    return run(words).json().path("limits").toString();
  }
}
