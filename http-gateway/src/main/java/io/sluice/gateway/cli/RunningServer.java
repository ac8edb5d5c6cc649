package io.sluice.gateway.cli;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineLog;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.InvalidTokensException;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.EmbeddedRedisException;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.push.InvalidPushFileException;
import io.sluice.gateway.push.PushFile;
import io.sluice.gateway.push.PushWorkers;
import io.sluice.gateway.reports.Reports;
import io.sluice.gateway.server.Gateway;
import io.sluice.gateway.server.GatewayOptions;
import io.sluice.gateway.tls.InvalidCertificateException;
import io.sluice.gateway.tls.ServerCertificate;
import io.sluice.metrics.EngineCounters;
import io.sluice.task.SluiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;

/**
 * What runs in one process: an embedded Redis if there is none given, the engine, the gateway.
 * Started one after the other, stopped in the opposite order, also when a later one fails to start.
 */
final class RunningServer implements AutoCloseable {
  /**
   * Callers of the gateway must learn within a second that Redis does not answer. What is left of
   * it is for the engine's tick, and for a machine that is busy just then.
   */
  private static final Duration ENQUEUE_TIMEOUT = Duration.ofMillis(700);

  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  /** Of the time for a stop, what requests under way may use; tasks under way have the rest. */
  private static final Duration DRAIN_GRACE = Duration.ofSeconds(5);

  private static final Duration WORKER_GRACE =
      SluiceConfig.DEFAULT_SHUTDOWN_GRACE.minus(DRAIN_GRACE);

  /** Beyond the grace, for what cannot be hurried: then the process ends anyway. */
  private static final Duration STOP_SLACK = Duration.ofSeconds(5);

  private final Deque<Runnable> stops = new ArrayDeque<>();
  private final EngineCounters counters = new EngineCounters();
  private final OwnRedis ownRedis = new OwnRedis();
  private @Nullable PushWorkers push;

  String startRedis(RedisOptions options) {
    try {
      EmbeddedRedis redis = EmbeddedRedis.start(options);
      stops.push(redis::close);
      redis.keep(ownRedis);
      return redis.uri();
    } catch (EmbeddedRedisException e) {
      throw new CommandFailure(ExitCodes.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** How often a Redis of its own was started again. */
  LongSupplier redisRestarts() {
    return ownRedis::restarts;
  }

  /** Completes when it is told to stop; errors when it cannot go on. */
  Mono<Void> ended(StopSignal signal) {
    return Mono.firstWithSignal(signal.asked(), ownRedis.lost());
  }

  /** Connects the engine; it serves all queues of the namespace, whoever runs their tasks. */
  Sluice startEngine(String redisUri, Function<SluiceConfig, SluiceConfig> settings) {
    SluiceConfig config =
        settings.apply(
            SluiceConfig.of(redisUri)
                .withEnqueueTimeout(ENQUEUE_TIMEOUT)
                .withMaintainAllQueues(true));
    try {
      Sluice connected = Sluice.builder(config).listener(new EngineLog().and(counters)).connect();
      stops.push(() -> connected.stop(WORKER_GRACE).block(WORKER_GRACE.plus(STOP_SLACK)));
      return connected;
    } catch (SluiceException e) {
      throw new CommandFailure(
          ExitCodes.CANNOT_CONNECT,
          "cannot use the Redis at " + config.redisAddress() + ": " + e.getMessage(),
          e);
    } catch (IllegalArgumentException unusable) {
      throw new CommandFailure(ExitCodes.USAGE, String.valueOf(unusable.getMessage()), unusable);
    }
  }

  /** Those who have a token of the file, or everybody when there is none. */
  Access openAccess(@Nullable Path tokensFile) {
    if (tokensFile == null) {
      return Access.open();
    }
    try {
      Access access = Access.withTokens(tokensFile);
      stops.push(access::close);
      return access;
    } catch (InvalidTokensException e) {
      throw new CommandFailure(ExitCodes.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** The targets that tasks may be sent to; null when there is no file. */
  @Nullable PushFile openPushFile(@Nullable Path path) {
    if (path == null) {
      return null;
    }
    try {
      PushFile opened = PushFile.open(path);
      stops.push(opened::close);
      return opened;
    } catch (InvalidPushFileException e) {
      throw new CommandFailure(ExitCodes.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** The runs of the load harness in a folder; none when there is no folder. */
  Reports openReports(@Nullable Path folder) {
    if (folder == null) {
      return Reports.NONE;
    }
    Reports opened = Reports.in(folder);
    stops.push(opened::close);
    return opened;
  }

  /** The certificate of the server; null when it serves plain HTTP. */
  @Nullable ServerCertificate openCertificate(@Nullable Path certificate, @Nullable Path key) {
    if (certificate == null || key == null) {
      return null;
    }
    try {
      ServerCertificate opened = ServerCertificate.open(certificate, key);
      stops.push(opened::close);
      return opened;
    } catch (InvalidCertificateException e) {
      throw new CommandFailure(ExitCodes.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  Gateway startGateway(Sluice engine, GatewayOptions options) {
    try {
      Gateway started = Gateway.start(engine, counters, options).block(START_TIMEOUT);
      if (started == null) {
        throw new IllegalStateException("the gateway did not start");
      }
      stops.push(
          () ->
              Mono.when(started.stop(DRAIN_GRACE), stopPush())
                  .block(WORKER_GRACE.plus(STOP_SLACK)));
      return started;
    } catch (ChannelBindException e) {
      throw new CommandFailure(
          ExitCodes.FAILED,
          "cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + ": it is taken or not allowed",
          e);
    }
  }

  /** Sends the tasks of queues with a target there, as this file allows; without a file nothing. */
  void startPush(Sluice engine, Gateway gateway, @Nullable PushFile file, int slots) {
    if (file != null) {
      push = PushWorkers.start(engine, file, slots, gateway.pushMetrics());
    }
  }

  /** At the same time as the gateway, which is not ready from then on. */
  private Mono<Void> stopPush() {
    return push == null ? Mono.empty() : push.stop(WORKER_GRACE);
  }

  /** Stops all in good order. What fails to stop does not keep the rest from being stopped. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!stops.isEmpty()) {
      try {
        stops.pop().run();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw new CommandFailure(
          ExitCodes.FAILED, "the server did not stop cleanly: " + failure.getMessage(), failure);
    }
  }
}
