package io.sluice.gateway.cli;

import io.sluice.gateway.api.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: a command and what it is to do. */
@Command(
    name = "sluice",
    description = "A reactive task engine on Redis.",
    mixinStandardHelpOptions = true,
    versionProvider = SluiceCommand.VersionLine.class,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {DemoCommand.class, ServeCommand.class, DoctorCommand.class, TokenCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SluiceCommand implements Runnable {
  @Spec private CommandSpec spec;

  /**
   * Runs a command line to its end.
   *
   * @return the exit code
   */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new SluiceCommand()).setExecutionExceptionHandler(SluiceCommand::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    int code = error instanceof CommandFailure failure ? failure.exitCode() : ExitCodes.FAILED;
    command.getErr().println("sluice: " + oneLine(error));
    return code;
  }

  private static String oneLine(Exception error) {
    String message = error instanceof CommandFailure ? error.getMessage() : error.toString();
    return String.valueOf(message).replaceAll("\\s+", " ");
  }

  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"sluice " + Version.CURRENT};
    }
  }
}
