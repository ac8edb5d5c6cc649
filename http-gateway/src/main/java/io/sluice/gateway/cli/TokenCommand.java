package io.sluice.gateway.cli;

import io.sluice.gateway.access.NewToken;
import io.sluice.gateway.access.QueuePatterns;
import io.sluice.gateway.access.Rate;
import io.sluice.gateway.access.Role;
import io.sluice.gateway.access.TokenLine;
import io.sluice.gateway.problem.FileTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes tokens for {@code serve --tokens-file}. */
@Command(
    name = "token",
    description = "Creates tokens for serve --tokens-file.",
    subcommands = TokenCommand.New.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is missing: sluice token new");
  }

  /** Makes one. */
  @Command(
      name = "new",
      description = {
        "Creates a token and prints it; it is never shown again.",
        "The line for the tokens file, which has only its SHA-256, is added to --file or printed"
            + " on standard error."
      })
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--name",
        required = true,
        description = "name of the caller; the audit log shows it")
    private String name;

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "viewer, producer, operator or admin; each role includes the ones before it")
    private String role;

    @Option(
        names = "--queues",
        paramLabel = "PATTERNS",
        defaultValue = "*",
        description =
            "patterns of queues it may use, separated by commas, * for any characters (default"
                + " ${DEFAULT-VALUE})")
    private String queues;

    @Option(
        names = "--rate",
        paramLabel = "N/s",
        description = "requests and lines per second (/s), minute (/m) or hour (/h); default any")
    private @Nullable String rate;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "appends the line to this tokens file")
    private @Nullable Path file;

    @Override
    public Integer call() {
      NewToken token = token();
      PrintWriter err = spec.commandLine().getErr();
      if (file == null) {
        err.println("line for the tokens file:");
        err.println(token.line());
      } else {
        append(token, file);
        err.println("added " + name + " to " + file);
      }
      spec.commandLine().getOut().println(token.secret());
      return ExitCodes.OK;
    }

    private NewToken token() {
      try {
        Role may = TokenLine.role(role);
        return NewToken.of(
            name, may, QueuePatterns.parse(queues), rate == null ? null : Rate.parse(rate));
      } catch (IllegalArgumentException bad) {
        throw new ParameterException(spec.commandLine(), "--" + bad.getMessage());
      }
    }

    private static void append(NewToken token, Path file) {
      try {
        token.appendTo(file);
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCodes.FAILED, "cannot write to " + file + ": " + FileTrouble.of(e), e);
      }
    }
  }
}
