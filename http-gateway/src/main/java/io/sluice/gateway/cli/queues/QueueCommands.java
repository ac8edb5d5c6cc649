package io.sluice.gateway.cli.queues;

import java.util.List;

/** The commands of this package, in the order of the help. */
public final class QueueCommands {
  public static final List<Class<?>> ALL =
      List.of(
          ListCommand.class,
          QueueCommand.class,
          StatsCommand.class,
          ErrorsCommand.class,
          WorkersCommand.class,
          WorkerCommand.class,
          RedriveCommand.class,
          PurgeCommand.class,
          BulkCommand.class);

  private QueueCommands() {}
}
