package io.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one engine. Immutable and thread-safe; each {@code with} method returns a changed
 * copy, and throws {@link IllegalArgumentException} with the name and the value of a setting that
 * is out of range.
 *
 * @param redisUri {@code redis://[user:password@]host[:port][/db]}, {@code
 *     redis-sentinel://[user:password@]host[:port],…[/db][?sentinel=[user:]password]#name} or
 *     {@code redis-cluster://[user:password@]host[:port],…}; {@code rediss…} for TLS
 * @param namespace the first part of every key; engines with the same namespace share their tasks
 * @param sessionLife how long a worker may be silent before its tasks run again on another worker.
 *     A worker renews its session three times in this time
 * @param enqueueTimeout how long an enqueue may stay unanswered before it fails with {@link
 *     io.sluice.task.RedisUnavailableException}; at most 30 min, because Redis keeps the receipt by
 *     which it recognises a repeated call for 1 h
 * @param streamTimeout the same timeout for patient enqueues, whose source is slowed down meanwhile
 * @param maxPayloadBytes the largest encoded payload, and the largest encoded result
 * @param maxBacklog how many tasks may wait in a queue before enqueues are refused; 0 for no limit
 * @param retention how long finished tasks are kept; costs about 2 µs of Redis CPU per task
 * @param deadRetention how long dead letters are kept
 * @param crashLimit what happens to a task whose worker died
 * @param maintainAllQueues whether this engine promotes, reaps and sweeps every queue of the
 *     namespace, and not only the queues that it has workers for
 * @param waiting how an idle engine waits for work; limits its connections
 * @param redisCa a PEM file with the certificate authorities that are trusted for {@code
 *     rediss://}; null for those that Java trusts. The certificate of Redis has to name the host of
 *     the URI
 * @param redisTls certificates for {@code rediss://} that the application has already; of these,
 *     {@code redisCa} takes the place of whom they trust
 * @param bytes how many bytes of payload one reply of Redis may bring, and the engine may hold
 * @param failureTraces whether the newest failures of a task keep the stack traces of their errors;
 *     the traces are bounded
 * @param compressFrom payloads of at least so many bytes are compressed in Redis where that makes
 *     them smaller; 0 for none. Engines that do not know compression bury such a task, so all have
 *     to be of a version that does
 */
public record SluiceConfig(
    String redisUri,
    String namespace,
    Duration sessionLife,
    Duration enqueueTimeout,
    Duration streamTimeout,
    int maxPayloadBytes,
    int maxBacklog,
    Retention retention,
    Retention deadRetention,
    CrashLimit crashLimit,
    boolean maintainAllQueues,
    Waiting waiting,
    @Nullable Path redisCa,
    RedisTls redisTls,
    ByteBounds bytes,
    boolean failureTraces,
    int compressFrom) {

  public static final String DEFAULT_NAMESPACE = "sluice";
  public static final Duration DEFAULT_SESSION_LIFE = Duration.ofSeconds(15);
  public static final Duration DEFAULT_ENQUEUE_TIMEOUT = Duration.ofSeconds(5);
  public static final Duration DEFAULT_STREAM_TIMEOUT = Duration.ofSeconds(30);
  public static final int DEFAULT_MAX_PAYLOAD_BYTES = 256 * 1024;
  public static final int NO_MAX_BACKLOG = 0;
  public static final int NO_COMPRESSION = 0;

  /** How long a graceful stop waits for running tasks by default. */
  public static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(25);

  /** A renewal that is late by a network timeout must still arrive in time. */
  private static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);

  /** Half of the life of a receipt in Redis: no call is repeated after its receipt has expired. */
  private static final Duration LONGEST_ENQUEUE_TIMEOUT = Duration.ofMinutes(30);

  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  public SluiceConfig {
    Checks.require(
        NAMESPACE.matcher(namespace).matches(), "namespace", "must match " + NAMESPACE, namespace);
    Checks.require(
        sessionLife.compareTo(SHORTEST_SESSION) >= 0,
        "sessionLife",
        "must be at least " + SHORTEST_SESSION,
        sessionLife);
    requireTimeout("enqueueTimeout", enqueueTimeout);
    requireTimeout("streamTimeout", streamTimeout);
    Checks.positive("maxPayloadBytes", maxPayloadBytes);
    Checks.require(maxBacklog >= 0, "maxBacklog", "must not be negative", maxBacklog);
    Checks.require(compressFrom >= 0, "compressFrom", "must not be negative", compressFrom);
  }

  /** Settings with the defaults for all that is not a parameter. */
  public SluiceConfig(
      String redisUri,
      String namespace,
      Duration sessionLife,
      Duration enqueueTimeout,
      int maxPayloadBytes,
      int maxBacklog,
      Retention retention,
      Retention deadRetention,
      CrashLimit crashLimit,
      boolean maintainAllQueues) {
    this(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        DEFAULT_STREAM_TIMEOUT,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        Waiting.DEFAULT,
        null,
        RedisTls.DEFAULT,
        ByteBounds.DEFAULT,
        true,
        NO_COMPRESSION);
  }

  /** The default settings for this Redis. */
  public static SluiceConfig of(String redisUri) {
    return new Draft(redisUri).config();
  }

  /** The address of Redis without the password, for messages. */
  public String redisAddress() {
    return redisUri.replaceFirst("//.*@", "//***@").replaceFirst("\\?[^#]*", "?***");
  }

  public SluiceConfig withNamespace(String value) {
    return with(draft -> draft.namespace = value);
  }

  public SluiceConfig withSessionLife(Duration value) {
    return with(draft -> draft.sessionLife = value);
  }

  public SluiceConfig withEnqueueTimeout(Duration value) {
    return with(draft -> draft.enqueueTimeout = value);
  }

  public SluiceConfig withStreamTimeout(Duration value) {
    return with(draft -> draft.streamTimeout = value);
  }

  public SluiceConfig withMaxPayloadBytes(int value) {
    return with(draft -> draft.maxPayloadBytes = value);
  }

  public SluiceConfig withMaxBacklog(int value) {
    return with(draft -> draft.maxBacklog = value);
  }

  public SluiceConfig withRetention(Retention value) {
    return with(draft -> draft.retention = value);
  }

  public SluiceConfig withDeadRetention(Retention value) {
    return with(draft -> draft.deadRetention = value);
  }

  public SluiceConfig withCrashLimit(CrashLimit value) {
    return with(draft -> draft.crashLimit = value);
  }

  public SluiceConfig withMaintainAllQueues(boolean value) {
    return with(draft -> draft.maintainAllQueues = value);
  }

  public SluiceConfig withWaiting(Waiting value) {
    return with(draft -> draft.waiting = value);
  }

  public SluiceConfig withRedisCa(@Nullable Path value) {
    return with(draft -> draft.redisCa = value);
  }

  public SluiceConfig withRedisTls(RedisTls value) {
    return with(draft -> draft.redisTls = value);
  }

  public SluiceConfig withBytes(ByteBounds value) {
    return with(draft -> draft.bytes = value);
  }

  public SluiceConfig withFailureTraces(boolean value) {
    return with(draft -> draft.failureTraces = value);
  }

  public SluiceConfig withCompressFrom(int value) {
    return with(draft -> draft.compressFrom = value);
  }

  /** Leaves out the password of Redis, which must not appear in a log. */
  @Override
  public String toString() {
    return "SluiceConfig[" + redisAddress() + ", " + namespace + "]";
  }

  private SluiceConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  private static void requireTimeout(String name, Duration value) {
    Checks.positive(name, value);
    Checks.require(
        value.compareTo(LONGEST_ENQUEUE_TIMEOUT) <= 0,
        name,
        "must be at most " + LONGEST_ENQUEUE_TIMEOUT,
        value);
  }
}
