package io.sluice.load.cli;

import io.sluice.load.target.RedisGone;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice-load}: says what there is. */
@Command(
    name = "sluice-load",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Measures Sluice, and checks after each run that no task was lost or doubled.",
    subcommands = {
      RunCommand.class,
      DrainCommand.class,
      ScatterCommand.class,
      SaturateCommand.class,
      SoakCommand.class,
      ChaosCommand.class,
      PeersCommand.class,
      EchoCommand.class,
      CompareCommand.class,
      ReportCommand.class
    })
public final class LoadCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private LoadCommand() {}

  /** The command line, ready to be executed. Its exit codes are those of {@link ExitCode}. */
  public static CommandLine commandLine() {
    return new CommandLine(new LoadCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((error, command, parsed) -> report(error, command.getErr()));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** Errors raised on purpose say what to do; of others the place is needed. */
  private static int report(Exception error, PrintWriter people) {
    Optional<String> gone =
        error instanceof IllegalStateException ? Optional.empty() : RedisGone.reason(error);
    people.println(
        "sluice-load: "
            + gone.map(
                    reason ->
                        "the Redis of this run has gone away, so nothing is measured: " + reason)
                .orElse(error.getMessage()));
    if (gone.isEmpty() && !(error instanceof IllegalStateException)) {
      error.printStackTrace(people);
    }
    people.flush();
    return gone.isPresent() ? ExitCode.REDIS_GONE : ExitCode.FAILED;
  }
}
