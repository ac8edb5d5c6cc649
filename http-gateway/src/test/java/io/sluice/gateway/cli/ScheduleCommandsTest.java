package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleCommandsTest extends RemoteCommands {
  @Test
  void aScheduleIsPutByOptionsShownAndRemoved() {
    CommandRun put =
        run(
            "schedules",
            "put",
            "nightly",
            "--cron=30 2 * * *",
            "--time-zone=Europe/Berlin",
            "--overlap=skip",
            "--catch-up=none",
            "--queue=reports",
            "--type=report",
            "--payload={\"all\":true}");

    assertThat(put.exitCode()).as(put.err()).isZero();
    assertThat(put.out())
        .containsPattern("(?m)^cron +30 2 \\* \\* \\*$")
        .containsPattern("(?m)^overlap +skip$")
        .containsPattern("(?m)^task.payload +\\{\"all\":true}$");
    assertThat(run("schedules").out())
        .containsPattern("nightly +reports +report +30 2 \\* \\* \\* Europe/Berlin +20\\S+Z +- +-");
    assertThat(run("schedules", "rm", "nightly")).isEqualTo(new CommandRun(0, "", ""));
    assertThat(run("schedules", "get", "nightly").exitCode()).isEqualTo(3);
  }

  @Test
  void aScheduleIsPutAsADocument() {
    String document = "{\"every\":\"1h\",\"queue\":\"demo\",\"task\":{\"type\":\"demo.echo\"}}";

    assertThat(run("schedules", "put", "hourly", document, "-o", "json").json().path("every"))
        .hasToString("\"PT1H\"");
    assertThat(run("schedules", "ls", "-o", "ndjson").jsonLines())
        .anySatisfy(schedule -> assertThat(schedule.path("name").asString()).isEqualTo("hourly"));
    assertThat(run("schedules", "put", "hourly", document, "--every=2h").exitCode()).isEqualTo(2);
    assertThat(run("schedules", "put", "hourly").exitCode()).isEqualTo(2);
    assertThat(run("schedules", "put", "bad", "--every=often").err())
        .contains("[/queue", "[/every");
  }

  @Test
  void aScheduleIsPausedResumedTriggeredAndForeseen() {
    run("schedules", "put", "daily", "--every=1d", "--queue=demo", "--type=demo.echo");

    assertThat(run("schedules", "pause", "daily").out()).containsPattern("(?m)^paused +true$");
    assertThat(run("schedules", "resume", "daily").out()).containsPattern("(?m)^paused +false$");
    String task = run("schedules", "trigger", "daily", "-o", "json").json().path("id").asString();
    assertThat(run("get", "demo", task, "--wait").exitCode()).isZero();
    assertThat(run("schedules", "preview", "daily", "--count=3").lines())
        .hasSize(4)
        .first()
        .isEqualTo("FIRES AT");
    assertThat(run("schedules", "preview", "daily", "--count=2", "-o", "ndjson").lines())
        .hasSize(2)
        .allMatch(line -> line.matches("\"20\\S+Z\""));
  }
}
