package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;

/** Enqueues the task of a schedule now, out of its turn. */
@Command(
    name = "trigger",
    description = "Enqueues the task of a schedule now, beside its regular fires.")
final class TriggerCommand extends OneSchedule {
  @Override
  ApiRequest request(String name) {
    return ApiRequest.post(ApiPath.of("schedules", name, "trigger"));
  }
}
