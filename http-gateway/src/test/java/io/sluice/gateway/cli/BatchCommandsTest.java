package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchCommandsTest extends RemoteCommands {
  @Test
  void aBatchIsOpenedFilledSealedWatchedAndDeleted() {
    CommandRun opened =
        run("batch", "open", "demo", "--name=nightly", "--open-for=1h", "-o", "json");
    String id = opened.json().path("id").asString();
    assertThat(opened.json().path("name").asString()).isEqualTo("nightly");

    CommandRun added = runWithInput("1\n\n2\n{\n", "batch", "add", "demo", id, "demo.echo");
    assertThat(added.exitCode()).isEqualTo(1);
    assertThat(added.out().strip()).isEqualTo("accepted 2, rejected 1");
    assertThat(added.err()).contains("line 4: ");
    assertThat(run("enqueue", "demo", "demo.echo", "3", "--batch=" + id).exitCode()).isZero();
    assertThat(run("batch", "delete", "demo", id).exitCode()).isEqualTo(4);
    assertThat(run("batch", "seal", "demo", id).out()).containsPattern("(?m)^name +nightly$");

    CommandRun watched = run("batch", "watch", "demo", id);
    assertThat(watched.exitCode()).as(watched.err()).isZero();
    assertThat(watched.lines().get(watched.lines().size() - 1))
        .isEqualTo("complete  total 3  pending 0  succeeded 3  dead 0  cancelled 0  expired 0");
    assertThat(run("batch", "show", "demo", id).out())
        .containsPattern("(?m)^counts.succeeded +3$")
        .containsPattern("(?m)^parts.0 +demo ");
    assertThat(run("batch", "list", "demo").out())
        .containsPattern("(?m)^ID +NAME +STATE +TOTAL +PENDING +SUCCEEDED +DEAD +CREATED +ENDED$")
        .containsPattern("(?m)^" + id + " +nightly +complete +3 +0 +3 +0 ");
    assertThat(runWithInput("1\n", "batch", "add", "demo", id, "demo.echo").err())
        .contains("is sealed and takes no more members");
    assertThat(run("batch", "delete", "demo", id).exitCode()).isZero();
    assertThat(run("batch", "show", "demo", id).exitCode()).isEqualTo(3);
  }

  @Test
  void theResultsOfABatchAreFollowedAndReadOnFromAPosition() {
    String id = run("batch", "open", "demo", "--gather", "-o", "json").json().path("id").asString();
    runWithInput("1\n2\n3\n", "batch", "add", "demo", id, "demo.echo");
    run("batch", "seal", "demo", id);

    CommandRun followed = run("batch", "results", "demo", id, "--follow", "-o", "ndjson");
    assertThat(followed.exitCode()).as(followed.err()).isZero();
    assertThat(followed.lines()).hasSize(3).allMatch(line -> line.contains("\"succeeded\""));
    String position = followed.lines().get(1).replaceFirst(".*\"position\":\"([^\"]*)\".*", "$1");
    CommandRun rest = run("batch", "results", "demo", id, "--after=" + position);

    assertThat(rest.lines()).hasSize(1);
    assertThat(rest.out()).containsPattern("(?m)^\\S+  succeeded  [123]$");
    CommandRun only = run("batch", "open", "demo", "-o", "json");
    assertThat(run("batch", "results", "demo", only.json().path("id").asString()).err())
        .contains("open a batch that gathers them");
  }

  @Test
  void aBatchThatIsCancelledHasNotSucceeded() {
    CommandRun opened =
        run("batch", "open", "idle", "--on-complete={\"task\":{\"type\":\"a\"}}", "-o", "json");
    String id = opened.json().path("id").asString();
    runWithInput("1\n2\n", "batch", "add", "idle", id, "some.type");

    assertThat(run("batch", "cancel", "idle", id).out()).containsPattern("(?m)^state +cancelled$");
    CommandRun watched = run("batch", "watch", "idle", id, "-o", "ndjson");

    assertThat(watched.exitCode()).isEqualTo(1);
    assertThat(watched.err()).contains("not all members of batch " + id + " succeeded");
    assertThat(run("batch", "open", "idle", "--on-death=x").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("batch").exitCode()).isEqualTo(2);
  }
}
