package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import picocli.CommandLine.Command;

/** Recurring tasks; by itself it lists them. */
@Command(
    name = "schedules",
    description = "Lists the schedules, or manages one.",
    subcommands = {
      ListCommand.class,
      GetCommand.class,
      PutCommand.class,
      RemoveCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      TriggerCommand.class,
      PreviewCommand.class,
      ImportCommand.class
    })
public final class SchedulesCommand extends RemoteCommand {
  @Override
  protected int run(ApiClient client, Output output) {
    ListCommand.list(client, output);
    return OK;
  }
}
