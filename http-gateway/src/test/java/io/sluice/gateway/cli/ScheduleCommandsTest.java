package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void aCrontabIsShownFirstAndPutOnRequest(@TempDir Path folder) throws IOException {
    Path crontab =
        Files.writeString(
            folder.resolve("crontab"),
            """
            CRON_TZ=Europe/Berlin
            0 0 */2 * 1 /usr/bin/tidy --all
            0 22-2 * * * /usr/bin/never
            @reboot /usr/bin/start
            """);
    String[] arguments = {
      "schedules", "import", "--crontab=" + crontab, "--queue=cron", "--prefix=moved"
    };

    CommandRun shown = run(arguments);
    assertThat(shown.exitCode()).isEqualTo(1);
    assertThat(shown.out())
        .containsPattern("2 +moved\\.tidy\\.\\w{8} +0 0 \\*/2 \\* 1 +Europe/Berlin");
    assertThat(shown.err())
        .contains("line 3: cron '0 22-2 * * *' will not do")
        .contains("write 22-23,0-2")
        .contains("line 4: @reboot is not supported")
        .contains("1 schedules would be put; --apply puts them, 2 lines are refused");
    assertThat(run("schedules", "-o", "ndjson").out()).doesNotContain("moved.");

    String[] applied = Arrays.copyOf(arguments, arguments.length + 1);
    applied[arguments.length] = "--apply";
    run(applied);
    assertThat(run(applied).err()).contains("1 schedules were put");
    assertThat(run("schedules", "-o", "ndjson").jsonLines())
        .filteredOn(schedule -> schedule.path("name").asString().startsWith("moved."))
        .singleElement()
        .satisfies(
            schedule -> {
              assertThat(schedule.path("dialect").asString()).isEqualTo("debian");
              assertThat(schedule.at("/task/payload/command").asString())
                  .isEqualTo("/usr/bin/tidy --all");
              assertThat(schedule.path("description").asString())
                  .isEqualTo(
                      "at 00:00 on days 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29 and"
                          + " 31 of the month that is also Monday (Europe/Berlin)");
            });
    assertThat(run("schedules", "import", "--crontab=nowhere", "--queue=q").exitCode())
        .isEqualTo(2);
  }

  @Test
  void aScheduleIsPutInADialect() {
    CommandRun put =
        run(
            "schedules",
            "put",
            "third",
            "--cron=0 0 9 ? * 5#3",
            "--dialect=quartz",
            "--queue=q",
            "--type=t");

    assertThat(put.exitCode()).as(put.err()).isZero();
    assertThat(put.out())
        .containsPattern("(?m)^dialect +quartz$")
        .containsPattern("(?m)^description +at 09:00 on the third Thursday of the month");
  }
}
