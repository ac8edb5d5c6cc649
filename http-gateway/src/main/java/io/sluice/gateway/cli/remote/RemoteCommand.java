package io.sluice.gateway.cli.remote;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.OutputForm;
import io.sluice.gateway.client.ApiClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/**
 * A command that talks to a gateway. What the gateway refuses, and what keeps it from answering, is
 * thrown: whoever runs the commands makes lines and exit codes of it.
 */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public abstract class RemoteCommand implements Callable<Integer> {
  protected static final int OK = ExitCode.OK;
  protected static final int FAILED = ExitCode.SOFTWARE;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Option(
      names = {"-o", "--output"},
      paramLabel = OutputForm.VALUES,
      defaultValue = "table",
      converter = OutputForm.Converter.class,
      description = "output format (default ${DEFAULT-VALUE})")
  private OutputForm form;

  @Override
  public final Integer call() throws Exception {
    try (ApiClient client = server.client(spec)) {
      return run(client, new Output(spec.commandLine().getOut(), form));
    }
  }

  /**
   * @return the exit code
   */
  protected abstract int run(ApiClient client, Output output) throws Exception;

  /** Waits; this is where the program has nothing else to do. */
  protected static <T> T await(Mono<T> answer) {
    T value = answer.block();
    if (value == null) {
      throw new IllegalStateException("the gateway gave no answer");
    }
    return value;
  }

  /** Where all goes that is no data. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  protected final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
