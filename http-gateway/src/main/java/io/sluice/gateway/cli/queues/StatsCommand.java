package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.Terminal;
import io.sluice.gateway.cli.console.TimeConverter;
import io.sluice.gateway.cli.remote.Pages;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiProblem;
import io.sluice.gateway.client.NoConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

/** Shows how much there is and how fast it moves, once or again and again. */
@Command(
    name = "stats",
    description = {
      "Shows the tasks, rates and oldest waiting task of each queue.",
      "Rates are per second: over the last 10 to 20 s, or with --watch since the last update."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StatsCommand extends RemoteCommand {
  private static final int FIRST_PASSING_STATUS = 500;

  /** To the upper left corner, and nothing below. */
  private static final String CLEAR = "\033[H\033[J";

  @Option(names = "--watch", description = "updates until it is interrupted")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = TimeConverter.class,
      description = "with --watch, time between two updates (default ${DEFAULT-VALUE})")
  private Duration period;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "with --watch, ends after this number of updates")
  private @Nullable Long count;

  @Override
  protected int run(ApiClient client, Output output) {
    StatsText text = new StatsText();
    look(client, output, text);
    long left = !watch ? 0 : count == null ? Long.MAX_VALUE : count - 1;
    while (left-- > 0 && !output.isClosed()) {
      await(Mono.delay(period));
      lookAgain(client, output, text);
    }
    return OK;
  }

  private void look(ApiClient client, Output output, StatsText text) {
    if (watch && output.isTable() && Terminal.OUT.isThere()) {
      text.startTable();
      output.writer().print(CLEAR);
    }
    new Pages(client, ApiPath.of("queues"))
        .forEach(page -> output.page(text.withRates(page), text.table()), output::isClosed);
  }

  /** A gateway that is away for a while is waited for. */
  private void lookAgain(ApiClient client, Output output, StatsText text) {
    try {
      look(client, output, text);
    } catch (NoConnection e) {
      err().println("sluice: " + e.getMessage());
    } catch (ApiProblem e) {
      if (e.status() < FIRST_PASSING_STATUS) {
        throw e;
      }
      err().println("sluice: " + e.getMessage());
    }
  }
}
