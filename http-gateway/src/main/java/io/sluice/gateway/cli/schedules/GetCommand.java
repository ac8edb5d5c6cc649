package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;

/** Shows a schedule. */
@Command(name = "get", description = "Shows a schedule.")
final class GetCommand extends OneSchedule {
  @Override
  ApiRequest request(String name) {
    return ApiRequest.get(path(name));
  }
}
