package io.sluice.gateway.cli;

import io.sluice.gateway.cli.console.Printable;
import io.sluice.gateway.client.ApiProblem;
import io.sluice.gateway.client.NoConnection;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Makes a line for people and an exit code of what ended a command. */
final class Failures {
  private static final int STATUS_NOT_FOUND = 404;
  private static final int STATUS_CONFLICT = 409;

  static int told(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("sluice: " + oneLine(error));
    command.getErr().flush();
    return exitCode(error);
  }

  /** Says what is wrong, and only as much of the help as belongs to it. */
  static int misused(CommandLine.ParameterException error, String[] words) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("sluice: " + oneLine(String.valueOf(error.getMessage())));
    CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
    if (command.getSubcommands().isEmpty()) {
      err.print("usage: " + command.getHelp().synopsis("usage: ".length()));
      err.println("'" + command.getCommandSpec().qualifiedName() + " --help' says more");
    } else {
      command.usage(err);
    }
    err.flush();
    return ExitCodes.USAGE;
  }

  private static int exitCode(Exception error) {
    if (error instanceof CommandFailure failure) {
      return failure.exitCode();
    }
    if (error instanceof NoConnection) {
      return ExitCodes.CANNOT_CONNECT;
    }
    return error instanceof ApiProblem problem ? exitCode(problem.status()) : ExitCodes.FAILED;
  }

  private static int exitCode(int status) {
    return switch (status) {
      case STATUS_NOT_FOUND -> ExitCodes.NOT_FOUND;
      case STATUS_CONFLICT -> ExitCodes.CONFLICT;
      default -> ExitCodes.FAILED;
    };
  }

  private static String oneLine(Exception error) {
    boolean known =
        error instanceof CommandFailure
            || error instanceof ApiProblem
            || error instanceof NoConnection;
    return oneLine(
        known
            ? String.valueOf(error.getMessage())
            : "this is a bug in sluice, please report it: " + error);
  }

  private static String oneLine(String message) {
    return Printable.of(message).replaceAll("\\s+", " ");
  }

  private Failures() {}
}
