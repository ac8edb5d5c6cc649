package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.client.ApiAnswer;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows when a schedule fires next. */
@Command(name = "preview", description = "Shows the next times at which a schedule fires.")
final class PreviewCommand extends OneSchedule {
  @Option(names = "--count", paramLabel = "N", description = "number of times to show (10)")
  private @Nullable String count;

  @Override
  ApiRequest request(String name) {
    return ApiRequest.get(ApiPath.of("schedules", name, "preview").with("count", count));
  }

  @Override
  void show(Output output, ApiAnswer answer) {
    output.page(answer.json(), new TableText().column("FIRES AT", JsonTree::text));
  }
}
