package io.sluice.gateway.cli.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A crontab as Debian's daemon reads it. */
class CrontabTest {
  @Test
  void commentsVariablesAndJobsAreToldApart() {
    Crontab read =
        Crontab.read(
            """
            # nightly work
            SHELL=/bin/bash
            MAILTO = "ops@example.org"

            30 2 * * *\t/usr/local/bin/backup --all  > /dev/null
            CRON_TZ=Europe/Berlin
              @daily  report
            @reboot start
            5 4 * * sun
            """
                .lines()
                .toList(),
            false);

    assertThat(read.jobs())
        .containsExactly(
            new Crontab.Job(
                5,
                "30 2 * * *",
                null,
                null,
                "/usr/local/bin/backup --all  > /dev/null",
                null,
                Map.of("SHELL", "/bin/bash", "MAILTO", "ops@example.org")),
            new Crontab.Job(
                7,
                "@daily",
                "Europe/Berlin",
                null,
                "report",
                null,
                Map.of("SHELL", "/bin/bash", "MAILTO", "ops@example.org")));
    assertThat(read.refused()).extracting(Crontab.Refused::number).containsExactly(8, 9);
    assertThat(read.refused().get(0).why()).startsWith("@reboot is not supported");
    assertThat(read.refused().get(1).why()).isEqualTo("there is no command behind the fields");
  }

  @Test
  void aSystemCrontabHasAUserBeforeTheCommand() {
    Crontab read =
        Crontab.read(
            List.of("17 * * * * root cd / && run-parts", "@weekly www tidy", "1 1 1 1 1 x"), true);

    assertThat(read.jobs()).extracting(Crontab.Job::user).containsExactly("root", "www");
    assertThat(read.jobs())
        .extracting(Crontab.Job::command)
        .containsExactly("cd / && run-parts", "tidy");
    assertThat(read.refused()).hasSize(1);
  }

  @Test
  void aPercentSignEndsTheCommandAndBeginsItsInput() {
    Crontab.Job job =
        Crontab.read(List.of("0 0 * * * mail -s \\%x a%Dear a,%bye 5\\%"), false).jobs().get(0);

    assertThat(job.command()).isEqualTo("mail -s %x a");
    assertThat(job.input()).isEqualTo("Dear a,\nbye 5%\n");
  }
}
