package io.sluice.gateway.cli.tasks;

import java.util.List;

/** The commands of this package, in the order of the help. */
public final class TaskCommands {
  public static final List<Class<?>> ALL =
      List.of(
          EnqueueCommand.class,
          MapCommand.class,
          GetCommand.class,
          ListCommand.class,
          StreamCommand.class,
          TailCommand.class,
          CancelCommand.class,
          RetryCommand.class,
          RunNowCommand.class,
          RescheduleCommand.class,
          PriorityCommand.class,
          ExplainCommand.class,
          DeleteCommand.class);

  private TaskCommands() {}
}
