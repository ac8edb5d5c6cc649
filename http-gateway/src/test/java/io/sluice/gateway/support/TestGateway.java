package io.sluice.gateway.support;

import io.netty.handler.ssl.SslContext;
import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.demo.DemoWorker;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.http.Timeouts;
import io.sluice.gateway.reports.Reports;
import io.sluice.gateway.server.Gateway;
import io.sluice.gateway.server.GatewayOptions;
import io.sluice.metrics.EngineCounters;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A gateway on a Redis of its own, in this process, with demo workers. */
public final class TestGateway implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Timeouts IMPATIENT =
      new Timeouts(SHORT, SHORT, SHORT.multipliedBy(3), SHORT.multipliedBy(3));
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final EmbeddedRedis redis;
  private final Sluice sluice;
  private final Gateway gateway;
  private final Http http;

  private TestGateway(EmbeddedRedis redis, Sluice sluice, Gateway gateway) {
    this.redis = redis;
    this.sluice = sluice;
    this.gateway = gateway;
    this.http = new Http(gateway.url());
  }

  public static TestGateway start() {
    return start(config -> config);
  }

  /** One that only those reach who have a token of these. */
  public static TestGateway start(TestTokens tokens) {
    return start(config -> config, options -> options.withAccess(tokens.access()));
  }

  /** One that waits for its callers for no longer than a test wants to. */
  public static TestGateway startImpatient() {
    return start(config -> config, options -> options.withTimeouts(IMPATIENT));
  }

  /** One that shows these runs of the load harness; whoever opened them closes them. */
  public static TestGateway start(Reports reports) {
    return start(config -> config, options -> options.withReports(reports));
  }

  /** One that speaks TLS. */
  public static TestGateway startWithTls(SslContext tls) {
    return start(config -> config, options -> options.withTls(tls));
  }

  public static TestGateway start(UnaryOperator<SluiceConfig> settings) {
    return start(settings, options -> options);
  }

  private static TestGateway start(
      UnaryOperator<SluiceConfig> settings, UnaryOperator<GatewayOptions> options) {
    EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
    EngineCounters counters = new EngineCounters();
    SluiceConfig config =
        settings.apply(
            SluiceConfig.of(redis.uri())
                .withEnqueueTimeout(Duration.ofMillis(700))
                .withMaintainAllQueues(true));
    Sluice sluice = Sluice.builder(config).listener(counters).connect();
    DemoWorker.createQueue(sluice).block(PATIENCE);
    DemoWorker.start(sluice, DemoWorker.DEFAULT_CONCURRENCY);
    Gateway gateway =
        Gateway.start(sluice, counters, options.apply(GatewayOptions.at("127.0.0.1", 0)))
            .block(PATIENCE);
    return new TestGateway(redis, sluice, Objects.requireNonNull(gateway));
  }

  public Http http() {
    return http;
  }

  public Sluice sluice() {
    return sluice;
  }

  public Gateway gateway() {
    return gateway;
  }

  public EmbeddedRedis redis() {
    return redis;
  }

  @Override
  public void close() {
    gateway.stop(GRACE).block(PATIENCE);
    sluice.stop(GRACE).block(PATIENCE);
    redis.close();
  }
}
