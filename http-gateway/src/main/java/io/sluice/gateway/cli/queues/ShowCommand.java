package io.sluice.gateway.cli.queues;

import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;

/** Shows all that is known of a queue. */
@Command(name = "show", description = "Shows counts, totals, rates and settings of a queue.")
final class ShowCommand extends OneQueue {
  @Override
  ApiRequest request(ApiClient client, ApiPath path, String name) {
    return ApiRequest.get(path);
  }
}
