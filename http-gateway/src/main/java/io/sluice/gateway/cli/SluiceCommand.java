package io.sluice.gateway.cli;

import io.sluice.gateway.api.server.Version;
import io.sluice.gateway.cli.batches.BatchCommand;
import io.sluice.gateway.cli.queues.QueueCommands;
import io.sluice.gateway.cli.schedules.SchedulesCommand;
import io.sluice.gateway.cli.tasks.TaskCommands;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
    return commandLine().setOut(utf8(System.out)).setErr(utf8(System.err)).execute(args);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new SluiceCommand());
    TaskCommands.ALL.forEach(line::addSubcommand);
    QueueCommands.ALL.forEach(line::addSubcommand);
    line.addSubcommand(BatchCommand.class);
    line.addSubcommand(SchedulesCommand.class);
    line.addSubcommand(CompletionCommand.class);
    // A word that begins with @ names a file with a payload, not one with more words.
    return line.setExpandAtFiles(false)
        .setParameterExceptionHandler(Failures::misused)
        .setExecutionExceptionHandler(Failures::told);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /**
   * JSON is UTF-8, whatever the machine writes. Around a writer of its own it would not hear that
   * the stream was closed.
   */
  static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"sluice " + Version.CURRENT};
    }
  }
}
