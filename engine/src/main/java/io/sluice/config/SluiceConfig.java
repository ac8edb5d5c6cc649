package io.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one engine. Immutable; every {@code with} gives a new one.
 *
 * @param redisUri {@code redis://[user:password@]host[:port][/db]}, {@code rediss://} for TLS
 * @param namespace the first part of every key; engines that share tasks share it
 * @param sessionLife how long a worker may be silent before its tasks run again elsewhere; a third
 *     of it is the period at which it says that it lives
 * @param enqueueTimeout how long an enqueue may stay unanswered before its caller is told that
 *     Redis is unavailable; at most half an hour, since Redis keeps for one hour by what a call
 *     that is sent again is recognised
 * @param streamTimeout the same for what is enqueued patiently: its source is slowed down meanwhile
 * @param maxPayloadBytes the largest encoded payload
 * @param maxBacklog how many tasks a queue may hold waiting before enqueues are refused; zero for
 *     no bound
 * @param retention how long finished tasks are kept; costs about 2 µs of Redis CPU a task
 * @param deadRetention how long dead letters are kept
 * @param crashLimit what becomes of tasks whose worker died
 * @param maintainAllQueues promote, reap and sweep every queue of the namespace, not only those
 *     that this engine has workers for
 * @param waiting how an idle engine waits for work; bounds its connections
 * @param redisCa a PEM file with the certificates that a Redis behind {@code rediss://} may be
 *     issued by; null for those that Java trusts. The name in the URI must be in its certificate
 * @param bytes how much of what tasks carry comes at once, and is held at once
 * @param failureTraces whether the stack traces of failed attempts are kept, bounded, with the
 *     newest failures of a task
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
    ByteBounds bytes,
    boolean failureTraces) {

  public static final String DEFAULT_NAMESPACE = "sluice";
  public static final Duration DEFAULT_SESSION_LIFE = Duration.ofSeconds(15);
  public static final Duration DEFAULT_ENQUEUE_TIMEOUT = Duration.ofSeconds(5);
  public static final Duration DEFAULT_STREAM_TIMEOUT = Duration.ofSeconds(30);
  public static final int DEFAULT_MAX_PAYLOAD_BYTES = 256 * 1024;
  public static final int NO_MAX_BACKLOG = 0;

  /** The longest a graceful stop waits for running tasks, unless it is told otherwise. */
  public static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(25);

  /** An extend may be late by a network timeout and must still come in time. */
  private static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);

  /**
   * Half of the life of a receipt in Redis: an enqueue is never sent again after it is forgotten.
   */
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
  }

  /**
   * All but {@link Waiting}, {@link ByteBounds}, the timeout of streams and who issued the
   * certificate of Redis.
   */
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
        ByteBounds.DEFAULT,
        true);
  }

  /** The defaults, on this Redis. */
  public static SluiceConfig of(String redisUri) {
    return new SluiceConfig(
        redisUri,
        DEFAULT_NAMESPACE,
        DEFAULT_SESSION_LIFE,
        DEFAULT_ENQUEUE_TIMEOUT,
        DEFAULT_MAX_PAYLOAD_BYTES,
        NO_MAX_BACKLOG,
        Retention.DEFAULT,
        Retention.DEFAULT_DEAD,
        CrashLimit.DEFAULT,
        false);
  }

  /** The Redis address without its password, for messages. */
  public String redisAddress() {
    return redisUri.replaceFirst("//.*@", "//***@");
  }

  public SluiceConfig withNamespace(String value) {
    return new SluiceConfig(
        redisUri,
        value,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withSessionLife(Duration value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        value,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withEnqueueTimeout(Duration value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        value,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withStreamTimeout(Duration value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        value,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withMaxPayloadBytes(int value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        value,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withMaxBacklog(int value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        value,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withRetention(Retention value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        value,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withDeadRetention(Retention value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        value,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withCrashLimit(CrashLimit value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        value,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withMaintainAllQueues(boolean value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        value,
        waiting,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withWaiting(Waiting value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        value,
        redisCa,
        bytes,
        failureTraces);
  }

  public SluiceConfig withRedisCa(@Nullable Path value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        value,
        bytes,
        failureTraces);
  }

  public SluiceConfig withBytes(ByteBounds value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        value,
        failureTraces);
  }

  /** Keeps the stack traces of failed attempts, or does not. */
  public SluiceConfig withFailureTraces(boolean value) {
    return new SluiceConfig(
        redisUri,
        namespace,
        sessionLife,
        enqueueTimeout,
        streamTimeout,
        maxPayloadBytes,
        maxBacklog,
        retention,
        deadRetention,
        crashLimit,
        maintainAllQueues,
        waiting,
        redisCa,
        bytes,
        value);
  }

  /** Without the password of Redis, which must not get into a log by accident. */
  @Override
  public String toString() {
    return "SluiceConfig[" + redisAddress() + ", " + namespace + "]";
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
