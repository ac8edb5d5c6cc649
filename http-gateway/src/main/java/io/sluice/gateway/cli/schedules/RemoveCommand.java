package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;

/** Removes a schedule; tasks that it has enqueued stay. */
@Command(name = "rm", description = "Deletes a schedule; the tasks that it enqueued stay.")
final class RemoveCommand extends OneSchedule {
  @Override
  ApiRequest request(String name) {
    return ApiRequest.of("DELETE", path(name));
  }
}
