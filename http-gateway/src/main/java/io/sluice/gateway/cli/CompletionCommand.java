package io.sluice.gateway.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what teaches a shell the commands and their options. */
@Command(
    name = "completion",
    description = {
      "Prints a completion script for a shell.",
      "bash: source <(sluice completion bash), zsh: source <(sluice completion zsh)"
    })
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets the fields, one to check it
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** A shell that can be taught. */
  private enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "bash|zsh", description = "shell to print the script for")
  private Shell shell;

  @Override
  public Integer call() {
    // One script for both: it finds out which of them reads it.
    spec.commandLine().getOut().println(AutoComplete.bash("sluice", spec.root().commandLine()));
    return ExitCodes.OK;
  }
}
