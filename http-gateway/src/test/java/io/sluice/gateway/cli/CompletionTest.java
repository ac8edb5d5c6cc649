package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir private Path dir;

  @Test
  void bashLearnsCommandsAndOptionsAndNotWhatIsHidden() throws Exception {
    CommandRun run = CommandRun.of("completion", "bash");
    Path script = Files.writeString(dir.resolve("completion"), run.out());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).doesNotContain("--demo-concurrency", "--session-life");
    assertThat(completed(script, "sluice", "sch")).isEqualTo("schedules");
    assertThat(completed(script, "sluice", "schedules", "pre")).isEqualTo("preview");
    assertThat(completed(script, "sluice", "enqueue", "--max-a")).isEqualTo("--max-attempts");
  }

  @Test
  void zshReadsTheSameScript() {
    assertThat(CommandRun.of("completion", "zsh")).isEqualTo(CommandRun.of("completion", "bash"));
    assertThat(CommandRun.of("completion", "fish").exitCode()).isEqualTo(2);
  }

  /** What bash puts in place of the last word. */
  private static String completed(Path script, String... words) throws Exception {
    String line = String.join(" ", words);
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source "
                    + script
                    + "; COMP_WORDS=("
                    + line
                    + "); COMP_CWORD="
                    + (words.length - 1)
                    + "; COMP_LINE='"
                    + line
                    + "'; COMP_POINT="
                    + line.length()
                    + "; _complete_sluice; echo ${COMPREPLY[@]}")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
