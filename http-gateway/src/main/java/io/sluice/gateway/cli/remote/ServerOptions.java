package io.sluice.gateway.cli.remote;

import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.Server;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which gateway a command talks to. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:SLUICE_SERVER:-http://127.0.0.1:8080}",
      description = "URL of the gateway (SLUICE_SERVER; default http://127.0.0.1:8080)")
  private String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:SLUICE_TOKEN}",
      description =
          "token for the gateway; prefer SLUICE_TOKEN, which other users of the machine cannot see")
  private @Nullable String token;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM file with the certificates that an https gateway is trusted by")
  private @Nullable Path ca;

  /** A client for it; sends nothing yet. */
  ApiClient client(CommandSpec spec) {
    Server server = server(spec);
    try {
      return new ApiClient(server);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--ca " + ca + " " + e.getMessage());
    }
  }

  private Server server(CommandSpec spec) {
    try {
      return Server.of(url, token == null || token.isBlank() ? null : token.strip(), ca);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--server " + e.getMessage());
    }
  }
}
