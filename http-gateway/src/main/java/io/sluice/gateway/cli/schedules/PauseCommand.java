package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;

/** Lets a schedule fire no more, until it is resumed. */
@Command(name = "pause", description = "Pauses a schedule: it does not fire until it is resumed.")
final class PauseCommand extends OneSchedule {
  @Override
  ApiRequest request(String name) {
    return ApiRequest.post(ApiPath.of("schedules", name, "pause"));
  }
}
