package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about priorities, groups and limits. */
class FairnessCommandsTest extends RemoteCommands {
  @TempDir private Path dir;

  @Test
  void aTaskGetsItsPriorityAndItsGroupAndLaterAnotherPriority() {
    CommandRun run =
        run(
            "enqueue",
            "ranked",
            "some.type",
            "--id=a",
            "--priority=7",
            "--group=tenant-7",
            "--cost=3");

    assertThat(run.out())
        .containsPattern("(?m)^priority +7$")
        .containsPattern("(?m)^group +tenant-7$")
        .containsPattern("(?m)^cost +3$");
    assertThat(run("get", "ranked", "a").out()).containsPattern("(?m)^priority +7$");
    assertThat(run("priority", "ranked", "a", "9").out()).containsPattern("(?m)^priority +9$");
    assertThat(run("priority", "ranked", "a", "10").err()).contains("priority must be 0 to 9");
    assertThat(run("priority", "ranked", "nobody", "1").exitCode()).isEqualTo(3);
    run("cancel", "ranked", "a");
    assertThat(run("priority", "ranked", "a", "1").exitCode()).isEqualTo(4);
  }

  @Test
  void queueSetChangesTheRulesThatAreNamedAndLeavesTheRest() {
    run("queue", "set", "ruled", "--rate=100/s:200", "--age-every=1m", "--max-delay=10m");
    assertThat(limits("--group=default=maxConcurrency:1,rate:10/s:20", "--group=a=weight:4"))
        .isEqualTo(
            "{\"rateLimit\":{\"limit\":100,\"per\":\"PT1S\",\"burst\":200},"
                + "\"groups\":{\"a\":{\"weight\":4},\"default\":{\"maxConcurrency\":1,"
                + "\"rate\":{\"limit\":10,\"per\":\"PT1S\",\"burst\":20}}},"
                + "\"ageEvery\":\"PT1M\",\"maxDelay\":\"PT10M\"}");
    assertThat(limits("--group=default=none", "--rate=none", "--age-every=none"))
        .isEqualTo("{\"groups\":{\"a\":{\"weight\":4}},\"maxDelay\":\"PT10M\"}");
    assertThat(run("queue", "set", "ruled", "--group=a").exitCode()).isEqualTo(2);
    assertThat(run("queue", "set", "ruled", "--rate=fast").err())
        .contains("--rate must be LIMIT/TIME[:BURST]");
  }

  @Test
  void queueSetTakesAllSettingsAsADocument() throws Exception {
    Path file = Files.writeString(dir.resolve("settings.json"), "{\"weights\":{\"a\":2}}");

    run("queue", "set", "ruled", "--max-backlog=7");
    assertThat(limits("@" + file)).isEqualTo("{\"groups\":{\"a\":{\"weight\":2}}}");
    assertThat(run("queue", "set", "ruled", "{}", "--max-backlog=7").err())
        .contains("give either a JSON document or options");
    assertThat(run("queue", "set", "ruled", "{").err()).contains("the settings is not JSON");
  }

  @Test
  void explainSaysWhyATaskWaits() {
    run("enqueue", "held", "some.type", "--id=a");
    run("queue", "pause", "held", "--for=10m");

    CommandRun table = run("explain", "held", "a");

    assertThat(table.lines().get(0)).startsWith("task a is ready");
    assertThat(table.lines().get(1)).matches("REASON +UNTIL +DETAIL");
    assertThat(table.lines().get(2)).matches("paused +20\\S+Z +\\S.*");
    assertThat(run("explain", "held", "a", "-o", "json").json().at("/reasons/0/code").asString())
        .isEqualTo("paused");
    assertThat(run("explain", "held", "nobody").exitCode()).isEqualTo(3);
  }

  @Test
  void groupsAreShownAndTheirTasksListed() {
    run("enqueue", "grouped", "some.type", "--id=a", "--group=tenant-7");
    run("enqueue", "grouped", "some.type", "--id=b", "--group=tenant-8");

    CommandRun groups = run("queue", "groups", "grouped");
    assertThat(groups.lines().get(0)).matches("GROUP +READY +RUNNING +SHARE +BARRED UNTIL");
    assertThat(groups.out()).containsPattern("(?m)^tenant-7 +1 +0 +50.0 % +-$");
    assertThat(run("queue", "groups", "grouped", "-o", "ndjson").jsonLines()).hasSize(2);
    assertThat(
            run("ls", "grouped", "--state=ready", "--group=tenant-8", "-o", "ndjson").jsonLines())
        .singleElement()
        .satisfies(task -> assertThat(task.path("id").asString()).isEqualTo("b"));
  }

  private static String limits(String... changes) {
    String[] words = new String[changes.length + 5];
    System.arraycopy(new String[] {"queue", "set", "ruled", "-o", "json"}, 0, words, 0, 5);
    System.arraycopy(changes, 0, words, 5, changes.length);
    return run(words).json().path("limits").toString();
  }
}
