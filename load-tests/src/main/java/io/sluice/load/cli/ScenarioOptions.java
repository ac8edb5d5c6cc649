package io.sluice.load.cli;

import io.sluice.load.traffic.Tenancy;
import io.sluice.task.enqueue.Durability;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that only some scenarios of {@code run} have; each says which. */
final class ScenarioOptions {
  @Option(
      names = "--handler",
      paramLabel = "DURATION",
      converter = Converters.OfDuration.class,
      description =
          "Time that a handler takes, without blocking. Default: none; priority, fair: 20ms; "
              + "slow-consumer: 20ms, in the middle third of the run only.")
  @Nullable Duration handler;

  @Option(
      names = "--durability",
      paramLabel = "memory|replica|fsync",
      defaultValue = "memory",
      description =
          "enqueue, e2e: how safe each task is to be before its enqueue is answered; what is "
              + "unconfirmed counts as accepted. Default: ${DEFAULT-VALUE}.")
  Durability durability = Durability.MEMORY;

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      converter = Converters.OfDuration.class,
      defaultValue = "1s",
      description = "delayed: how long after its send a task is due. Default: ${DEFAULT-VALUE}.")
  Duration delay = Duration.ZERO;

  @Option(
      names = "--fail-share",
      paramLabel = "SHARE",
      converter = Converters.OfShare.class,
      defaultValue = "20%",
      description = "retry-storm: the share of tasks that fail. Default: 20 percent.")
  double failShare;

  @Option(
      names = "--fail-times",
      paramLabel = "COUNT",
      defaultValue = "2",
      description = "retry-storm: how often each of them fails. Default: ${DEFAULT-VALUE}.")
  int failTimes;

  @Option(
      names = "--backoff",
      paramLabel = "DURATION",
      converter = Converters.OfDuration.class,
      defaultValue = "100ms",
      description = "retry-storm: the wait before the next attempt. Default: ${DEFAULT-VALUE}.")
  Duration backoff = Duration.ZERO;

  @Option(
      names = "--queues",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "100",
      description =
          "many-queues: how many, each with a worker; these share --concurrency, with one slot at "
              + "least. Default: ${DEFAULT-VALUE}.")
  int queues;

  @Option(
      names = "--backlog",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "50k",
      description =
          "priority, fair: tasks that wait when the measured part begins: of priority 0; of the "
              + "heavy group. The run ends when they have ended. Default: ${DEFAULT-VALUE}.")
  int backlog;

  @Option(
      names = "--priorities",
      paramLabel = "LIST",
      converter = Converters.OfNumbers.class,
      defaultValue = "9,6,3",
      description =
          "priority: priorities of the tasks that are sent, in turn, 1 to 9. Default: "
              + "${DEFAULT-VALUE}.")
  Numbers priorities = new Numbers(List.of());

  @Option(
      names = "--light",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "9",
      description = "fair: light groups beside the heavy one. Default: ${DEFAULT-VALUE}.")
  int light;

  @Option(
      names = "--light-backlog",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "1k",
      description =
          "fair: tasks of each light group, which stand behind all of the heavy one. Default: "
              + "${DEFAULT-VALUE}.")
  int lightBacklog;

  @Option(
      names = "--weights",
      paramLabel = "LIST",
      converter = Converters.OfNumbers.class,
      defaultValue = "1,2,3,4",
      description =
          "fair: weights of the groups, the heavy one first; a shorter list is repeated. Default: "
              + "${DEFAULT-VALUE}.")
  Numbers weights = new Numbers(List.of());

  @Option(
      names = "--group-limit",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "0",
      description =
          "fair: how many tasks of one of these groups may run at once; 0 for any. With a limit the"
              + " run fails when it is exceeded, and not when shares are off the weights. Default: "
              + "${DEFAULT-VALUE}.")
  int groupLimit;

  Tenancy tenancy() {
    return new Tenancy(backlog, light, lightBacklog, weights.values(), groupLimit);
  }

  Duration handler() {
    return handler == null ? Duration.ZERO : handler;
  }
}
