package io.sluice.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.protocol.record.Envelope;
import io.sluice.script.Reply;
import io.sluice.store.ClaimReply;
import io.sluice.store.StoredTask;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The answer of a claim, from the bytes on the wire to tasks; time per task. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClaimReplyBenchmark {
  private static final int TASKS = 100;
  private static final int PAYLOAD_BYTES = 200;

  private final RedisStateMachine wire = new RedisStateMachine();
  private ByteBuf bytes;

  @Setup
  public void prepare() {
    List<byte[]> ids = new ArrayList<>();
    List<byte[]> envelopes = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      TaskId id = TaskId.of("01jd2m8x3k4n5p6q7r8s%04d".formatted(i));
      ids.add(id.value().getBytes(UTF_8));
      envelopes.add(
          Envelope.encode(
              new StoredTask(
                  id, "mail.send", Instant.EPOCH, TaskOptions.NONE, new byte[PAYLOAD_BYTES])));
    }
    bytes = Unpooled.buffer();
    header('*', 5);
    bulk("ok".getBytes(UTF_8));
    bulk("01jd2m8x3k4n5p6q7r8s9t:17:1795000000000".getBytes(UTF_8));
    header('*', TASKS);
    ids.forEach(this::bulk);
    header('*', TASKS);
    envelopes.forEach(this::bulk);
    header('*', 0);
  }

  @Benchmark
  @OperationsPerInvocation(TASKS)
  public List<Object> parse() {
    return parsed();
  }

  @Benchmark
  @OperationsPerInvocation(TASKS)
  public ClaimReply parseAndRead() {
    return Claiming.read(new Reply(parsed()));
  }

  private List<Object> parsed() {
    NestedMultiOutput<byte[], byte[]> output = new NestedMultiOutput<>(ByteArrayCodec.INSTANCE);
    bytes.readerIndex(0);
    if (!wire.decode(bytes, output)) {
      throw new IllegalStateException("the answer is not whole");
    }
    return output.get();
  }

  private void header(char kind, int count) {
    bytes.writeBytes((kind + "" + count + "\r\n").getBytes(UTF_8));
  }

  private void bulk(byte[] value) {
    header('$', value.length);
    bytes.writeBytes(value).writeBytes("\r\n".getBytes(UTF_8));
  }
}
