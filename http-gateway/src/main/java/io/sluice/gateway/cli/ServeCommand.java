package io.sluice.gateway.cli;

import io.sluice.Sluice;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.demo.DemoWorker;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.json.WireDuration;
import io.sluice.gateway.push.PushFile;
import io.sluice.gateway.push.PushWorkers;
import io.sluice.gateway.server.Gateway;
import io.sluice.gateway.server.GatewayOptions;
import io.sluice.gateway.tls.ServerCertificate;
import io.sluice.gateway.ui.Dashboard;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
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
      "Without --redis it starts an embedded Redis that stores its data in --data-dir."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\]");

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

  @Mixin private RedisAddress redis;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "data directory of the embedded Redis (SLUICE_DATA_DIR; ./sluice-data)")
  private @Nullable Path dataDir;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "${env:SLUICE_MAX_CONNECTIONS:-" + RequestLimits.DEFAULT_MAX_CONNECTIONS + "}",
      description =
          "largest number of open connections; each needs a file descriptor"
              + " (SLUICE_MAX_CONNECTIONS; default ${DEFAULT-VALUE})")
  private int maxConnections;

  @Option(
      names = "--compress-from",
      paramLabel = "BYTES",
      defaultValue = "${env:SLUICE_COMPRESS_FROM:-0}",
      description =
          "size from which on payloads are compressed in Redis, 0 for none;"
              + " needs workers of a version that knows it"
              + " (SLUICE_COMPRESS_FROM; default ${DEFAULT-VALUE})")
  private int compressFrom;

  @Option(
      names = "--tokens-file",
      paramLabel = "FILE",
      description = "file with the tokens and their roles, see sluice token (SLUICE_TOKENS_FILE)")
  private @Nullable Path tokensFile;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "PEM file with the certificate to serve HTTPS with (SLUICE_TLS_CERT)")
  private @Nullable Path tlsCert;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM file with the key of --tls-cert (SLUICE_TLS_KEY)")
  private @Nullable Path tlsKey;

  @Option(
      names = "--push-file",
      paramLabel = "FILE",
      description =
          "file with the targets that tasks may be sent to and the keys that requests are signed"
              + " with, see docs/push.md; without it nothing is sent (SLUICE_PUSH_FILE)")
  private @Nullable Path pushFile;

  @Option(
      names = "--push-slots",
      paramLabel = "N",
      defaultValue = "${env:SLUICE_PUSH_SLOTS:-" + PushWorkers.DEFAULT_SLOTS + "}",
      description =
          "tasks of one queue that are sent to its target at once"
              + " (SLUICE_PUSH_SLOTS; default ${DEFAULT-VALUE})")
  private int pushSlots;

  @Option(
      names = "--reports",
      paramLabel = "DIR",
      description =
          "folder with the runs of sluice-load, for the page Load reports, see docs/load-testing.md"
              + " (SLUICE_REPORTS)")
  private @Nullable Path reports;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      split = ",",
      description =
          "further host names of the server, as behind a proxy;"
              + " checked only when there are no tokens (SLUICE_ALLOW_HOST)")
  private @Nullable List<String> allowHosts;

  @Option(names = "--insecure", description = "allows listening beyond this machine without tokens")
  private boolean insecure;

  @Option(
      names = "--demo-workers",
      description = "also runs workers for the demo tasks of queue demo")
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
      Access access = server.openAccess(Environment.path(tokensFile, "SLUICE_TOKENS_FILE"));
      ServerCertificate certificate = server.openCertificate(tlsCert(), tlsKey());
      PushFile targets = server.openPushFile(Environment.path(pushFile, "SLUICE_PUSH_FILE"));
      String given = redis.uri();
      String redisUri = given == null ? ownRedis(server) : given;
      Sluice sluice =
          server.startEngine(
              redisUri,
              config ->
                  redis.applyTo(
                      (sessionLife == null ? config : config.withSessionLife(sessionLife))
                          .withCompressFrom(compressFrom)));
      if (demoWorkers) {
        DemoWorker.createQueue(sluice).block();
        DemoWorker.start(sluice, demoConcurrency);
      }
      Gateway gateway =
          server.startGateway(
              sluice,
              GatewayOptions.at(bind, port)
                  .withMaxConnections(maxConnections)
                  .withAccess(access)
                  .withTls(certificate)
                  .withAllowedHosts(allowedHosts())
                  .withReports(server.openReports(reportsFolder()))
                  .withRedisRestarts(given == null ? server.redisRestarts() : null));
      server.startPush(sluice, gateway, targets, pushSlots);
      spec.commandLine().getOut().println("dashboard " + gateway.url() + Dashboard.HOME);
      spec.commandLine().getOut().println("listening on " + gateway.url());
      server.ended(signal).block();
    }
    return ExitCodes.OK;
  }

  private String ownRedis(RunningServer server) {
    Path dir = Environment.path(dataDir, "SLUICE_DATA_DIR");
    return server.startRedis(RedisOptions.durable(dir == null ? Path.of("sluice-data") : dir));
  }

  private void check() {
    if (redis.isOption() && dataDir != null) {
      throw usage(
          "--redis and --data-dir exclude each other: --data-dir is for the embedded Redis");
    }
    if (maxConnections < 1) {
      throw usage("--max-connections must be 1 or more, is " + maxConnections);
    }
    if (compressFrom < 0) {
      throw usage("--compress-from must be 0 or more, is " + compressFrom);
    }
    if (pushSlots < 1 || pushSlots > PushWorkers.MOST_SLOTS) {
      throw usage("--push-slots must be 1 to " + PushWorkers.MOST_SLOTS + ", is " + pushSlots);
    }
    for (String name : allowedHosts()) {
      if (!HOST_NAME.matcher(name).matches()) {
        throw usage(
            "--allow-host (SLUICE_ALLOW_HOST) must be names of hosts without a port, is '"
                + name
                + "'");
      }
    }
    Path folder = reportsFolder();
    if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
      throw usage(
          "--reports (SLUICE_REPORTS) must be a folder with runs, " + folder + " is a file");
    }
    if ((tlsCert() == null) != (tlsKey() == null)) {
      throw usage("--tls-cert and --tls-key must be given together, one of them is missing");
    }
    if (Environment.path(tokensFile, "SLUICE_TOKENS_FILE") == null && !insecure && !isLoopback()) {
      throw usage(
          "--bind "
              + bind
              + " is open to other machines and there are no tokens: bind to 127.0.0.1, give"
              + " --tokens-file, or --insecure if the network is trusted");
    }
  }

  private Set<String> allowedHosts() {
    String listed =
        Environment.given(
            allowHosts == null ? null : String.join(",", allowHosts), "SLUICE_ALLOW_HOST");
    return listed == null
        ? Set.of()
        : Stream.of(listed.split(",", -1)).map(String::strip).collect(Collectors.toSet());
  }

  private @Nullable Path reportsFolder() {
    return Environment.path(reports, "SLUICE_REPORTS");
  }

  private @Nullable Path tlsCert() {
    return Environment.path(tlsCert, "SLUICE_TLS_CERT");
  }

  private @Nullable Path tlsKey() {
    return Environment.path(tlsKey, "SLUICE_TLS_KEY");
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
