package io.sluice.testing;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.protocol.TaskStore;
import io.sluice.redis.RedisServer;
import io.sluice.redis.RedisTampering;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Mono;

/** An engine with a Redis of its own, for all tests of a class. */
public final class TestEngine implements BeforeAllCallback, AfterAllCallback {
  public static final Duration SOON = Duration.ofSeconds(15);

  /** Handlers that never end must not keep the tests. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final UnaryOperator<SluiceConfig> settings;
  private final Supplier<TestRedis> start;
  private final ConcurrentLinkedQueue<EngineEvent> events = new ConcurrentLinkedQueue<>();
  private TestRedis redis;
  private Sluice sluice;
  private TaskStore store;
  private RedisTampering tampering;

  private TestEngine(UnaryOperator<SluiceConfig> settings, Supplier<TestRedis> start) {
    this.settings = settings;
    this.start = start;
  }

  public static TestEngine withDefaults() {
    return with(UnaryOperator.identity());
  }

  public static TestEngine with(UnaryOperator<SluiceConfig> settings) {
    return new TestEngine(settings, TestRedis::start);
  }

  /** On a Redis that keeps its data over a restart. */
  public TestEngine durable() {
    return new TestEngine(settings, TestRedis::durable);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    redis = start.get();
    SluiceConfig config = settings.apply(SluiceConfig.of(redis.uri()));
    sluice = Sluice.builder(config).listener(this::record).connect();
    store =
        new TaskStore(RedisServer.connect(config, event -> {}).block(SOON), config, event -> {});
    tampering = new RedisTampering(redis.uri());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    sluice.stop(GRACE).block(SOON);
    store.disconnect().block(SOON);
    tampering.close();
    redis.close();
  }

  public Sluice sluice() {
    return sluice;
  }

  public TestRedis redis() {
    return redis;
  }

  /** Another process's view of the same queues. */
  public TaskStore store() {
    return store;
  }

  public RedisTampering tampering() {
    return tampering;
  }

  /** The name of a queue that nobody else uses. */
  public String queue() {
    return "q" + QUEUES.incrementAndGet();
  }

  /** What the engine told its listener, but for what happens once a task. */
  public <E extends EngineEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The task once it has ended. */
  public TaskView ended(String queue, String id) {
    return sluice.tasks().await(queue, id).block(SOON);
  }

  public TaskView find(String queue, String id) {
    return sluice.tasks().find(queue, id).block(SOON);
  }

  /** The task once it is in this state. */
  public TaskView becomes(String queue, String id, TaskState state) {
    return Eventually.eventually(sluice.tasks().find(queue, id), task -> task.state() == state);
  }

  public Mono<QueueView> stats(String queue) {
    return store.stats(QueueName.of(queue));
  }

  public Ledger audit(String queue) {
    return sluice.queues().audit(queue).block(SOON);
  }

  private void record(EngineEvent event) {
    if (!(event instanceof EngineEvent.TaskSettled)) {
      events.add(event);
    }
  }
}
