package io.sluice.load.kill;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A child JVM that runs {@link WorkerMain}, seen from its parent. */
final class WorkerProcess implements AutoCloseable {
  /** What a child says that a task has started. */
  @FunctionalInterface
  interface StartListener {
    void started(int number, long epochMillis);
  }

  private static final Duration EXIT_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private final BufferedWriter in;
  private final CountDownLatch up = new CountDownLatch(1);
  private final CountDownLatch working = new CountDownLatch(1);

  private WorkerProcess(Process process, StartListener listener) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(listener), "worker-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static WorkerProcess start(List<String> arguments, StartListener listener) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        Stream.concat(
                Stream.of(
                    java.toString(),
                    // It lives for seconds: the second compiler would only take CPU.
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-Dlogback.configurationFile=logback-load.xml",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WorkerMain.class.getName()),
                arguments.stream())
            .toList();
    return new WorkerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(),
        listener);
  }

  /** Waits until it is connected. */
  WorkerProcess awaitUp(Duration limit) throws InterruptedException {
    await(up, WorkerMain.UP, limit);
    return this;
  }

  /** Lets it work, and waits until it does. */
  void work(Duration limit) throws InterruptedException, IOException {
    in.write('\n');
    in.flush();
    await(working, WorkerMain.WORKING, limit);
  }

  /** The process gets no chance to say goodbye. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    if (!process.waitFor(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("worker " + process.pid() + " survived a kill");
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.getInputStream().close();
  }

  private void await(CountDownLatch latch, String what, Duration limit)
      throws InterruptedException {
    if (!latch.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "worker " + process.pid() + " did not say '" + what + "' within " + limit);
    }
  }

  private void read(StartListener listener) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line, listener);
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException("worker " + process.pid() + " cannot be heard", e);
      }
    }
  }

  private void heard(String line, StartListener listener) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case WorkerMain.UP -> up.countDown();
      case WorkerMain.WORKING -> working.countDown();
      case WorkerMain.START ->
          listener.started(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      // Not ours: a warning of the JVM, say. Somebody may need it to see why a test failed.
      default -> System.err.println("worker " + process.pid() + ": " + line);
    }
  }
}
