package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;

/** Lets a schedule fire again. */
@Command(name = "resume", description = "Resumes a paused schedule.")
final class ResumeCommand extends OneSchedule {
  @Override
  ApiRequest request(String name) {
    return ApiRequest.post(ApiPath.of("schedules", name, "resume"));
  }
}
