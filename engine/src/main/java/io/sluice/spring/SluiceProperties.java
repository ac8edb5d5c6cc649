package io.sluice.spring;

import io.sluice.WorkerBuilder;
import io.sluice.config.SluiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of an engine in {@code application.properties}, with the defaults of {@link
 * SluiceConfig}.
 *
 * @param enabled whether there is an engine
 * @param inMemory whether the engine keeps its tasks in this process, for tests
 * @param redisUri where the Redis is; null for that of {@code spring.data.redis.*}
 * @param redisCa a PEM file with the certificate authorities that are trusted
 * @param namespace the first part of every key
 * @param sessionLife how long a worker may be silent before its tasks run again
 * @param enqueueTimeout how long an enqueue may stay unanswered
 * @param maxPayloadBytes the largest encoded payload
 * @param maintainAllQueues whether this engine cares for queues without a worker here
 * @param queue the queue of handlers that name none
 * @param concurrency the most tasks that the worker of a queue holds at once
 * @param shutdownGrace how long running tasks may go on when the application stops
 * @param workers what differs for the worker of a queue, by its name
 */
@SuppressWarnings("exports") // who has no Spring does not use it
@ConfigurationProperties("sluice")
public record SluiceProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("false") boolean inMemory,
    @Nullable String redisUri,
    @Nullable Path redisCa,
    @DefaultValue(SluiceConfig.DEFAULT_NAMESPACE) String namespace,
    @DefaultValue("15s") Duration sessionLife,
    @DefaultValue("5s") Duration enqueueTimeout,
    @DefaultValue("" + SluiceConfig.DEFAULT_MAX_PAYLOAD_BYTES) int maxPayloadBytes,
    @DefaultValue("false") boolean maintainAllQueues,
    @DefaultValue("default") String queue,
    @DefaultValue("" + WorkerBuilder.DEFAULT_CONCURRENCY) int concurrency,
    @DefaultValue("25s") Duration shutdownGrace,
    @DefaultValue Map<String, Worker> workers) {

  /**
   * Of the worker of one queue.
   *
   * @param concurrency the most tasks that it holds at once; null for that of all
   */
  public record Worker(@Nullable Integer concurrency) {}

  int concurrencyOf(String ofQueue) {
    Worker worker = workers.get(ofQueue);
    return worker == null || worker.concurrency() == null ? concurrency : worker.concurrency();
  }

  /**
   * @throws IllegalArgumentException when a setting is out of range
   */
  SluiceConfig config(String uri) {
    return SluiceConfig.of(uri)
        .withRedisCa(redisCa)
        .withNamespace(namespace)
        .withSessionLife(sessionLife)
        .withEnqueueTimeout(enqueueTimeout)
        .withMaxPayloadBytes(maxPayloadBytes)
        .withMaintainAllQueues(maintainAllQueues || inMemory);
  }
}
