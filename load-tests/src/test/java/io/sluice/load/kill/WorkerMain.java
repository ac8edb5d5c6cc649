package io.sluice.load.kill;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.TaskContext;
import io.sluice.task.TaskType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A worker in a process of its own. Connects, says {@code up}, and begins to work when a line comes
 * in; then says {@code working}, and {@code start <number> <epoch ms>} for each task.
 *
 * <p>Arguments: Redis URI, namespace, queue, session life in ms, concurrency, run time of a task in
 * ms.
 */
final class WorkerMain {
  static final TaskType<byte[], byte[]> TYPE = TaskType.raw("kill");

  static final String UP = "up";
  static final String WORKING = "working";
  static final String START = "start";

  // Handlers run on several threads; a line must come out whole.
  private final PrintStream out = System.out;
  private final Duration runTime;

  private WorkerMain(Duration runTime) {
    this.runTime = runTime;
  }

  public static void main(String[] args) throws IOException {
    SluiceConfig config =
        SluiceConfig.of(args[0])
            .withNamespace(args[1])
            .withSessionLife(Duration.ofMillis(Long.parseLong(args[3])));
    WorkerMain worker = new WorkerMain(Duration.ofMillis(Long.parseLong(args[5])));
    try (Sluice sluice = Sluice.builder(config).connect()) {
      worker.say(UP);
      awaitLine();
      sluice
          .worker(args[2])
          .concurrency(Integer.parseInt(args[4]))
          .handle(TYPE, worker::handle)
          .start();
      worker.say(WORKING);
      // Until the parent closes the pipe, or kills us.
      awaitLine();
    }
  }

  static byte[] payload(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private Publisher<byte[]> handle(TaskContext<byte[]> context) {
    long now = System.currentTimeMillis();
    say(START + ' ' + ByteBuffer.wrap(context.payload()).getInt() + ' ' + now);
    return Mono.delay(runTime).then(Mono.empty());
  }

  private void say(String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }

  private static void awaitLine() throws IOException {
    int read = System.in.read();
    while (read >= 0 && read != '\n') {
      read = System.in.read();
    }
  }
}
