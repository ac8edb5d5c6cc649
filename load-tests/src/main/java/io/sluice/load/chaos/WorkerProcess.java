package io.sluice.load.chaos;

import io.sluice.load.fault.Signal;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A child JVM that runs {@link WorkerMain}, seen from its parent. */
final class WorkerProcess implements AutoCloseable {
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(40);

  private final int number;
  private final Process process;
  private final CountDownLatch up = new CountDownLatch(1);
  private final CountDownLatch working = new CountDownLatch(1);
  private final Thread reader;

  private WorkerProcess(int number, Process process, BiConsumer<WorkerProcess, Note> notes) {
    this.number = number;
    this.process = process;
    this.reader = new Thread(() -> read(notes), "worker-" + process.pid());
    reader.setDaemon(true);
  }

  /**
   * Starts it.
   *
   * @param number from 1, which no other worker of the run has
   * @param log what it says on standard error is added there
   * @param notes hears all that it tells, on a thread of this worker's own
   */
  static WorkerProcess start(
      int number, WorkerMain.Orders orders, File log, BiConsumer<WorkerProcess, Note> notes) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Stream<String> command =
        Stream.of(
            java.toString(),
            // It lives for seconds: the second compiler would only take CPU.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx128m",
            "-XX:+DisplayVMOutputToStderr",
            "-Dlogback.configurationFile=logback-load.xml",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerMain.class.getName());
    try {
      Process process =
          new ProcessBuilder(
                  Stream.of(command, orders.words().stream(), Stream.of(ownPid()))
                      .flatMap(words -> words)
                      .toList())
              .redirectError(ProcessBuilder.Redirect.appendTo(log))
              .start();
      WorkerProcess worker = new WorkerProcess(number, process, notes);
      worker.reader.start();
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a worker", e);
    }
  }

  private static String ownPid() {
    return String.valueOf(ProcessHandle.current().pid());
  }

  int number() {
    return number;
  }

  long pid() {
    return process.pid();
  }

  /** Completes with its exit code, when all that it told was heard. */
  CompletableFuture<Integer> exit() {
    return process
        .onExit()
        .thenApply(
            ended -> {
              awaitReader();
              return ended.exitValue();
            });
  }

  /** Lets it work as soon as it is up. */
  void letWork() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException gone) {
      // Whoever waits for its exit will see.
    }
  }

  boolean isWorking() {
    return working.getCount() == 0 && process.isAlive();
  }

  /** Waits until it is connected. */
  void awaitUp(Duration limit) throws InterruptedException {
    await(up, "up", limit);
  }

  /** Waits until it takes tasks. */
  void awaitWorking(Duration limit) throws InterruptedException {
    await(working, "working", limit);
  }

  void signal(Signal signal) {
    signal.to(pid());
  }

  /** The process gets no chance to say goodbye. */
  void kill() {
    // Not by the process itself, which would close the pipe before all in it was read.
    boolean unused = process.toHandle().destroyForcibly();
  }

  /** Waits for its end, for a bounded time, and kills it then. */
  void awaitExit() throws InterruptedException {
    if (!process.waitFor(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      process.waitFor();
    }
    awaitReader();
  }

  @Override
  public void close() {
    kill();
  }

  private void awaitReader() {
    try {
      reader.join(EXIT_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(CountDownLatch latch, String what, Duration limit)
      throws InterruptedException {
    if (!latch.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "worker " + pid() + " did not say that it is " + what + " within " + limit);
    }
  }

  private void read(BiConsumer<WorkerProcess, Note> notes) {
    byte[] bytes = new byte[Note.BYTES];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      while (true) {
        in.readFully(bytes);
        heard(Note.decoded(bytes), notes);
      }
    } catch (EOFException over) {
      // As every worker ends.
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException("worker " + pid() + " cannot be heard", e);
      }
    }
  }

  private void heard(Note note, BiConsumer<WorkerProcess, Note> notes) {
    notes.accept(this, note);
    if (note.kind() == Note.Kind.UP) {
      up.countDown();
    } else if (note.kind() == Note.Kind.WORKING) {
      working.countDown();
    }
  }
}
