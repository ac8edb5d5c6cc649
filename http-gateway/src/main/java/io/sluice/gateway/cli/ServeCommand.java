package io.sluice.gateway.cli;

import io.sluice.Sluice;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.demo.DemoWorker;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.json.WireDuration;
import io.sluice.gateway.server.Gateway;
import io.sluice.gateway.server.GatewayOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The gateway, until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Serves the HTTP API.",
      "Without --redis it starts a Redis of its own that keeps its data in --data-dir."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "${env:SLUICE_PORT:-8080}",
      description = "port to listen on, 0 for a free one (SLUICE_PORT; default ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--bind",
      defaultValue = "${env:SLUICE_BIND:-127.0.0.1}",
      description = "address to listen on (SLUICE_BIND; default ${DEFAULT-VALUE})")
  private String bind;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description = "redis://[user:password@]host:port[/db] (SLUICE_REDIS_URL)")
  private @Nullable String redis;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "where the Redis of its own keeps its data (SLUICE_DATA_DIR; ./sluice-data)")
  private @Nullable Path dataDir;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "${env:SLUICE_MAX_CONNECTIONS:-" + RequestLimits.DEFAULT_MAX_CONNECTIONS + "}",
      description =
          "connections at once, each needs a file descriptor"
              + " (SLUICE_MAX_CONNECTIONS; default ${DEFAULT-VALUE})")
  private int maxConnections;

  @Option(
      names = "--tokens-file",
      paramLabel = "FILE",
      description = "who may do what, see sluice token (SLUICE_TOKENS_FILE)")
  private @Nullable Path tokensFile;

  @Option(names = "--insecure", description = "listen beyond this machine without any tokens")
  private boolean insecure;

  @Option(names = "--demo-workers", description = "also run the demo tasks of queue demo")
  private boolean demoWorkers;

  @Option(names = "--demo-concurrency", hidden = true, defaultValue = "256")
  private int demoConcurrency;

  @Option(names = "--session-life", hidden = true, converter = Seconds.class)
  private @Nullable Duration sessionLife;

  @Override
  public Integer call() {
    check();
    StopSignal signal = StopSignal.install();
    try (RunningServer server = new RunningServer()) {
      Access access = server.openAccess(tokensFile());
      Sluice sluice =
          server.startEngine(
              redisUri(server),
              config -> sessionLife == null ? config : config.withSessionLife(sessionLife));
      if (demoWorkers) {
        DemoWorker.start(sluice, demoConcurrency);
      }
      Gateway gateway =
          server.startGateway(
              sluice,
              GatewayOptions.at(bind, port).withMaxConnections(maxConnections).withAccess(access));
      spec.commandLine().getOut().println("listening on " + gateway.url());
      signal.asked().block();
    }
    return ExitCodes.OK;
  }

  private String redisUri(RunningServer server) {
    String given = given(redis, "SLUICE_REDIS_URL", null);
    if (given != null) {
      return given;
    }
    String dir =
        given(dataDir == null ? null : dataDir.toString(), "SLUICE_DATA_DIR", "sluice-data");
    return server.startRedis(RedisOptions.durable(Path.of(String.valueOf(dir))));
  }

  private void check() {
    if (redis != null && dataDir != null) {
      throw usage("--redis and --data-dir exclude each other: the data is where that Redis is");
    }
    String uri = given(redis, "SLUICE_REDIS_URL", null);
    if (uri != null && !uri.matches("rediss?://.+")) {
      throw usage("--redis must be redis://host:port or rediss://host:port");
    }
    if (maxConnections < 1) {
      throw usage("--max-connections must be 1 or more, is " + maxConnections);
    }
    if (tokensFile() == null && !insecure && !isLoopback()) {
      throw usage(
          "--bind "
              + bind
              + " is open to other machines and there are no tokens: bind to 127.0.0.1, give"
              + " --tokens-file, or --insecure if the network is trusted");
    }
  }

  private @Nullable Path tokensFile() {
    String file =
        given(tokensFile == null ? null : tokensFile.toString(), "SLUICE_TOKENS_FILE", null);
    return file == null ? null : Path.of(file);
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw usage("--bind must be an address of this machine, is " + bind);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static @Nullable String given(
      @Nullable String option, String variable, @Nullable String otherwise) {
    if (option != null) {
      return option;
    }
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? otherwise : value;
  }

  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return WireDuration.parse(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException("must be " + WireDuration.FORM + ", is " + text);
      }
    }
  }
}
