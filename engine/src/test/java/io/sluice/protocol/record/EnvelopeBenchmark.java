package io.sluice.protocol.record;

import io.sluice.store.StoredTask;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One task to bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnvelopeBenchmark {
  private static final int PAYLOAD_BYTES = 200;

  private static final TaskOptions SOME_OPTIONS =
      new TaskOptions(
          Duration.ofSeconds(30), null, Map.of("trace", "0af7651916cd43dd"), List.of("mail"));

  /** A task pays for the options that it uses, and for no others. */
  public enum Options {
    NONE,
    SOME
  }

  @Param public Options options;

  private StoredTask task;
  private byte[] bytes;

  @Setup
  public void prepare() {
    task =
        new StoredTask(
            TaskId.of("01jd2m8x3k4n5p6q7r8s9tvw"),
            "mail.send",
            Instant.ofEpochMilli(1_795_000_000_000L),
            options == Options.NONE ? TaskOptions.NONE : SOME_OPTIONS,
            new byte[PAYLOAD_BYTES]);
    bytes = Envelope.encode(task);
  }

  @Benchmark
  public byte[] encode() {
    return Envelope.encode(task);
  }

  @Benchmark
  public StoredTask decode() {
    return Envelope.decode(task.id(), bytes);
  }
}
