package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.remote.CommandGroup;
import picocli.CommandLine.Command;

/** Shows, stops, starts or sets one queue. */
@Command(
    name = "queue",
    description = "Shows and operates one queue.",
    subcommands = {
      ShowCommand.class,
      GroupsCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      SetCommand.class,
      PartitionsCommand.class,
      DivideCommand.class,
      DeleteCommand.class
    })
final class QueueCommand extends CommandGroup {}
