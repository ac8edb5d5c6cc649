package io.sluice.load.cli;

import io.sluice.load.http.EchoServer;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice-load echo}: what the gateway is compared with, for other load generators. */
@Command(
    name = "echo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs the bare server that http-enqueue is compared with, until it is stopped.")
final class EchoCommand implements Callable<Integer> {
  private static final int MOST_PORT = 65_535;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port to listen on, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public Integer call() {
    UsageErrors.in(spec, this::checked);
    try (EchoServer echo = Objects.requireNonNull(EchoServer.start(port).block())) {
      spec.commandLine().getOut().println("listening on " + echo.url());
      spec.commandLine().getOut().flush();
      echo.whenClosed().block();
    }
    return ExitCode.OK;
  }

  private int checked() {
    if (port < 0 || port > MOST_PORT) {
      throw new IllegalArgumentException("port must be 0 to " + MOST_PORT + ", is " + port);
    }
    return port;
  }
}
