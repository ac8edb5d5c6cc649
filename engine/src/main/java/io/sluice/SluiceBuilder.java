package io.sluice;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.crew.Hearing;
import io.sluice.encoding.Payloads;
import io.sluice.encryption.EncryptionKeys;
import io.sluice.event.EngineListener;
import io.sluice.event.EngineLog;
import io.sluice.format.FormatGuard;
import io.sluice.id.Ids;
import io.sluice.memory.MemoryServer;
import io.sluice.metrics.EngineMeters;
import io.sluice.redis.RedisServer;
import io.sluice.script.ScriptServer;
import io.sluice.task.enqueue.EnqueueInterceptor;
import io.sluice.task.enqueue.PayloadCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Builds one {@link Sluice} from its settings and from code of its user. Not thread-safe. */
public final class SluiceBuilder {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final SluiceConfig config;
  private @Nullable PayloadCodec codec;
  private @Nullable EncryptionKeys keys;
  private EngineListener listener = new EngineLog();
  private final List<EnqueueInterceptor> interceptors = new ArrayList<>();
  private @Nullable MeterRegistry meters;

  /** Of an engine without Redis, which maintains all of its queues. */
  static SluiceBuilder inMemory() {
    return new SluiceBuilder(SluiceConfig.of("memory:").withMaintainAllQueues(true));
  }

  SluiceBuilder(SluiceConfig config) {
    this.config = config;
  }

  /** Encodes and decodes payloads and results; JSON by default. */
  public SluiceBuilder codec(PayloadCodec value) {
    codec = value;
    return this;
  }

  /**
   * Encrypts payloads, results and what handlers emit before they go to Redis, and decrypts what is
   * read. Payloads are compressed before, as {@link SluiceConfig#withCompressFrom} says. All who
   * enqueue and run the tasks of a queue have to have the key.
   */
  public SluiceBuilder encrypt(EncryptionKeys value) {
    keys = value;
    return this;
  }

  /** Receives the events of the engine; {@link EngineLog} by default. */
  public SluiceBuilder listener(EngineListener value) {
    listener = value;
    return this;
  }

  /**
   * Measures in this registry of Micrometer, which then has to be on the class path: all meters of
   * {@link io.sluice.metrics.MeterName}, and Lettuce's own {@code lettuce.command.*}. Each engine
   * needs a registry of its own, since the gauges of two engines would replace each other. Costs
   * two timer updates and a read of the clock per task.
   */
  @SuppressWarnings("exports") // who has no Micrometer does not call it
  public SluiceBuilder meters(MeterRegistry value) {
    meters = value;
    return this;
  }

  /** Adds an interceptor around each enqueue; the first one that is added is the outermost. */
  public SluiceBuilder intercept(EnqueueInterceptor value) {
    interceptors.add(value);
    return this;
  }

  /**
   * Connects to Redis. Blocks until Redis has answered, for at most 10 s.
   *
   * @throws io.sluice.task.RedisUnavailableException when Redis does not answer, or when the data
   *     of the namespace is in a format that this version of Sluice would misread
   */
  public Sluice connect() {
    return meters == null
        ? engine(Hearing.of(listener), hears -> guarded(RedisServer.connect(config, hears), hears))
        : connectMeasured(meters);
  }

  /** Connects to a server in memory that engines of this process share: for tests. */
  public Sluice connect(MemoryServer server) {
    Mono<ScriptServer> connecting = Mono.fromSupplier(server::connect);
    return meters == null
        ? engine(Hearing.of(listener), hears -> connecting)
        : measured(meters, hears -> connecting);
  }

  /** Apart from the others, since Micrometer may be missing on the class path. */
  private Sluice connectMeasured(MeterRegistry registry) {
    return measured(
        registry, hears -> guarded(RedisServer.connectMeasured(config, hears, registry), hears));
  }

  private Mono<ScriptServer> guarded(Mono<ScriptServer> connecting, EngineListener hears) {
    return connecting.flatMap(server -> FormatGuard.over(server, config.namespace(), hears));
  }

  private Sluice measured(
      MeterRegistry registry, Function<EngineListener, Mono<ScriptServer>> connecting) {
    EngineMeters measuring = new EngineMeters(registry);
    Sluice sluice = engine(Hearing.of(listener).and(measuring), connecting);
    Vitals vitals = sluice.vitals();
    measuring.watchLoops(vitals::lateLoops, vitals::oldestPassSeconds);
    return sluice;
  }

  private Sluice engine(Hearing hearing, Function<EngineListener, Mono<ScriptServer>> connecting) {
    PayloadCodec writes = codec == null ? new JsonPayloadCodec() : codec;
    ScriptServer server =
        Mono.defer(() -> connecting.apply(hearing.listener()))
            .doOnError(refused -> hearing.crew().close())
            .doOnCancel(hearing.crew()::close)
            .block(CONNECT_TIMEOUT);
    if (server == null) {
      throw new IllegalStateException("connecting gave no server");
    }
    Payloads payloads = new Payloads(writes, keys, config);
    return new Sluice(config, payloads, hearing, new Ids(), server, interceptors);
  }
}
