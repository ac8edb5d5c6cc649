package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.cli.tasks.InputParts;
import io.sluice.gateway.cli.tasks.LineUpload;
import io.sluice.gateway.cli.tasks.PayloadLines;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds members to a batch, one a line. */
@Command(
    name = "add",
    description = {
      "Adds a task to a batch for each line of standard input.",
      "A line of the input is the payload of a task, as JSON. Refused lines are printed with",
      "their numbers, and the exit code is then 1. For a task with options, or in another queue:",
      "sluice enqueue QUEUE TYPE --batch ID@QUEUE."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AddCommand extends RemoteCommand {
  @Mixin private OneBatch batch;

  @Parameters(
      index = "2",
      paramLabel = "TYPE",
      description = "type of the tasks; it selects the handler")
  private String type;

  @Override
  protected int run(ApiClient client, Output output) {
    LineUpload upload =
        new LineUpload(client, ApiPath.of("queues", batch.queue(), "tasks"), output, err());
    try {
      return upload.run(PayloadLines.tasks(InputParts.of(System.in), type, batch.id()))
          ? OK
          : FAILED;
    } catch (IllegalArgumentException unusable) {
      throw usage(String.valueOf(unusable.getMessage()));
    }
  }
}
