package io.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The builder behind {@link SluiceConfig}: starts from the defaults, or from other settings. */
final class Draft {
  String redisUri;
  String namespace = SluiceConfig.DEFAULT_NAMESPACE;
  Duration sessionLife = SluiceConfig.DEFAULT_SESSION_LIFE;
  Duration enqueueTimeout = SluiceConfig.DEFAULT_ENQUEUE_TIMEOUT;
  Duration streamTimeout = SluiceConfig.DEFAULT_STREAM_TIMEOUT;
  int maxPayloadBytes = SluiceConfig.DEFAULT_MAX_PAYLOAD_BYTES;
  int maxBacklog = SluiceConfig.NO_MAX_BACKLOG;
  Retention retention = Retention.DEFAULT;
  Retention deadRetention = Retention.DEFAULT_DEAD;
  CrashLimit crashLimit = CrashLimit.DEFAULT;
  boolean maintainAllQueues;
  Waiting waiting = Waiting.DEFAULT;
  @Nullable Path redisCa;
  RedisTls redisTls = RedisTls.DEFAULT;
  ByteBounds bytes = ByteBounds.DEFAULT;
  boolean failureTraces = true;
  int compressFrom = SluiceConfig.NO_COMPRESSION;

  Draft(String redisUri) {
    this.redisUri = redisUri;
  }

  Draft(SluiceConfig from) {
    redisUri = from.redisUri();
    namespace = from.namespace();
    sessionLife = from.sessionLife();
    enqueueTimeout = from.enqueueTimeout();
    streamTimeout = from.streamTimeout();
    maxPayloadBytes = from.maxPayloadBytes();
    maxBacklog = from.maxBacklog();
    retention = from.retention();
    deadRetention = from.deadRetention();
    crashLimit = from.crashLimit();
    maintainAllQueues = from.maintainAllQueues();
    waiting = from.waiting();
    redisCa = from.redisCa();
    redisTls = from.redisTls();
    bytes = from.bytes();
    failureTraces = from.failureTraces();
    compressFrom = from.compressFrom();
  }

  /** Throws {@link IllegalArgumentException} when a setting is out of range. */
  SluiceConfig config() {
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
        redisTls,
        bytes,
        failureTraces,
        compressFrom);
  }
}
