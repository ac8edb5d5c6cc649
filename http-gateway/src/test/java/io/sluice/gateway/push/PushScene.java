package io.sluice.gateway.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.resolver.AddressResolverGroup;
import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.metrics.PushMetrics;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.TaskView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A Redis, an engine, and what sends tasks to targets on this machine, which is allowed here. */
final class PushScene implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final TaskType<byte[], byte[]> MAIL = TaskType.raw("mail.send");
  static final String SECRET =
      Base64.getEncoder()
          .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
  static final String KEY = "key=shop secret=" + SECRET;

  static final int SLOTS = 4;

  private final EmbeddedRedis redis;
  private final Sluice sluice;
  private final Path file;
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final PushMetrics metrics = new PushMetrics(meters);
  private final List<PushWorkers> workers = new ArrayList<>();
  private final List<PushFile> files = new ArrayList<>();
  private final List<Sluice> engines = new ArrayList<>();

  private PushScene(EmbeddedRedis redis, Sluice sluice, Path file) {
    this.redis = redis;
    this.sluice = sluice;
    this.file = file;
  }

  /** Sends nothing yet. */
  static PushScene open(UnaryOperator<SluiceConfig> settings) {
    EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
    try {
      return new PushScene(
          redis,
          Sluice.builder(settings.apply(SluiceConfig.of(redis.uri()).withMaintainAllQueues(true)))
              .connect(),
          Files.createTempFile("sluice-push", ".txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Sluice sluice() {
    return sluice;
  }

  EmbeddedRedis redis() {
    return redis;
  }

  MeterRegistry meters() {
    return meters;
  }

  Path file() {
    return file;
  }

  /** Makes these lines the push file. */
  void rules(String... lines) {
    try {
      Path fresh = Files.createTempFile("sluice-push", ".txt");
      Files.write(fresh, List.of(lines));
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Allows loopback at the ports of these receivers. */
  void allow(Receiver... receivers) {
    List<String> lines = new ArrayList<>(List.of(KEY));
    for (Receiver receiver : receivers) {
      lines.add("allow=" + receiver.url() + " keys=shop networks=127.0.0.0/8");
    }
    rules(lines.toArray(String[]::new));
  }

  PushWorkers work() {
    return work(null);
  }

  PushWorkers work(@Nullable AddressResolverGroup<InetSocketAddress> names) {
    return work(sluice, names);
  }

  PushWorkers work(Sluice engine, @Nullable AddressResolverGroup<InetSocketAddress> names) {
    PushWorkers started = PushWorkers.start(engine, opened(), SLOTS, metrics, names);
    workers.add(started);
    return started;
  }

  private PushFile opened() {
    PushFile opened = PushFile.open(file);
    files.add(opened);
    return opened;
  }

  /** Another gateway has an engine of its own. */
  Sluice anotherEngine() {
    Sluice another = Sluice.builder(sluice.config()).connect();
    engines.add(another);
    return another;
  }

  void target(String queue, String url) {
    target(queue, new PushTarget(url, "POST", Map.of()));
  }

  void target(String queue, PushTarget target) {
    sluice.queues().configure(queue, QueueSettings.NONE.target(target)).block(PATIENCE);
  }

  /** Enqueues a task that has two attempts, the second at once. */
  String enqueue(String queue, String payload) {
    return enqueue(
        queue,
        MAIL.with(payload.getBytes(StandardCharsets.UTF_8))
            .retry(RetryPolicy.fixed(2, Duration.ofMillis(1))));
  }

  String enqueue(String queue, NewTask<byte[], byte[]> task) {
    return Objects.requireNonNull(sluice.enqueue(queue, task).block(PATIENCE)).id().value();
  }

  TaskView end(String queue, String id) {
    return Objects.requireNonNull(sluice.tasks().await(queue, id).block(PATIENCE));
  }

  /** The task once it is so. */
  TaskView once(String queue, String id, Predicate<TaskView> wanted) {
    return Objects.requireNonNull(
        sluice.tasks().follow(queue, id).filter(wanted).next().block(PATIENCE));
  }

  TaskView state(String queue, String id, TaskState state) {
    return once(queue, id, view -> view.state() == state);
  }

  void assertBalanced(String queue) {
    if (!Objects.requireNonNull(sluice.queues().audit(queue).block(PATIENCE)).balanced()) {
      throw new AssertionError("queue " + queue + " is not balanced");
    }
  }

  @Override
  public void close() {
    workers.forEach(each -> each.stop(Duration.ofSeconds(1)).block(PATIENCE));
    files.forEach(PushFile::close);
    engines.forEach(each -> each.stop(Duration.ZERO).block(PATIENCE));
    sluice.stop(Duration.ofSeconds(1)).block(PATIENCE);
    redis.close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
