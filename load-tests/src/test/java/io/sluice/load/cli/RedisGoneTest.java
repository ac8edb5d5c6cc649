package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.sluice.load.measure.RedisProbe;
import io.sluice.load.target.NamespaceSweep;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A Redis that ends in the middle of a run, and does not come back. */
class RedisGoneTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final StringWriter said = new StringWriter();

  @Test
  void theRunEndsWithOneSentenceAndACodeOfItsOwn() throws Exception {
    Target target = Targets.open(Targets.EMBEDDED);
    try (target;
        RedisLink redis = RedisLink.connect(target.redisUri())) {
      target.close();

      assertThat(ended(catchException(() -> new RedisProbe(redis).usage().block(LIMIT))))
          .isEqualTo(95);
      assertThat(ended(catchException(() -> new NamespaceSweep(redis).remove("x").block(LIMIT))))
          .isEqualTo(95);
    }
    assertThat(said.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("sluice-load: the Redis of this run has gone away"));
  }

  @Test
  void anythingElseIsAFailureWithItsPlace() throws Exception {
    assertThat(ended(new IllegalArgumentException("odd"))).isEqualTo(1);
    assertThat(said.toString()).startsWith("sluice-load: odd").contains("\tat ");
  }

  private int ended(Exception error) throws Exception {
    CommandLine command = LoadCommand.commandLine().setErr(new PrintWriter(said, true));
    return command
        .getExecutionExceptionHandler()
        .handleExecutionException(error, command, command.parseArgs());
  }
}
