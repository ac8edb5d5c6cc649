package io.sluice.gateway.cli.queues;

import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;

/** Ends a pause. */
@Command(name = "resume", description = "Resumes a paused queue.")
final class ResumeCommand extends OneQueue {
  @Override
  ApiRequest request(ApiClient client, ApiPath path, String name) {
    return ApiRequest.post(ApiPath.of("queues", name, "resume"));
  }
}
