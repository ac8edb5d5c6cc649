package io.sluice.load.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of several servers of a run's own, on loopback. It keeps nothing on disk: one that was killed
 * comes back empty, and is given all by its new master.
 */
final class OwnNode {
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LOOK_MILLIS = 20;
  private static final int MOST_LOG_CHARS = 500;

  private final String name;
  private final Path folder;
  private final int port;
  private final int announced;
  private final List<String> command;
  private volatile @Nullable Process process;
  private volatile boolean stopped;

  /**
   * @param port where it listens
   * @param announced where others reach it
   * @param command that starts it
   */
  OwnNode(String name, Path folder, int port, int announced, List<String> command) {
    this.name = name;
    this.folder = folder;
    this.port = port;
    this.announced = announced;
    this.command = List.copyOf(command);
  }

  String name() {
    return name;
  }

  /** Where others reach it. */
  int announced() {
    return announced;
  }

  /** Whether it may be asked: it runs, and was not stopped. */
  boolean isUp() {
    Process now = process;
    return now != null && now.isAlive() && !stopped;
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @param more arguments of this start alone
   */
  void start(String... more) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(more));
    Path log = folder.resolve("server.log");
    try {
      Process started =
          ServerProgram.start(
              new ProcessBuilder(words)
                  .directory(folder.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
      process = started;
      awaitReady(started, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + words.get(0), e);
    }
  }

  /** Whoever else has the port would answer too: its process id is that of this one. */
  private void awaitReady(Process started, Path log) throws IOException {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    String wanted = "process_id:" + started.pid() + "\r\n";
    while (!answersWith(wanted)) {
      if (hasEnded(started, LOOK_MILLIS) || System.nanoTime() > end) {
        String text = Files.readString(log);
        throw new IllegalStateException(
            "the Redis server "
                + name
                + " at port "
                + port
                + " does not answer: "
                + text.substring(Math.max(0, text.length() - MOST_LOG_CHARS)).strip());
      }
    }
  }

  private boolean answersWith(String wanted) {
    try {
      return ask("INFO", "server").contains(wanted);
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** The process gets no chance to say goodbye; gives back when it is gone. Repeatable. */
  void kill() {
    Process now = process;
    if (now != null) {
      boolean unused = now.toHandle().destroyForcibly();
      unused = hasEnded(now, PATIENCE.toMillis());
    }
    stopped = false;
  }

  /** It keeps its connections and does nothing. */
  void freeze() {
    stopped = true;
    signal(Signal.STOP);
  }

  void thaw() {
    signal(Signal.CONT);
    stopped = false;
  }

  private void signal(Signal signal) {
    Process now = process;
    if (now != null) {
      signal.to(now.pid());
    }
  }

  private static boolean hasEnded(Process process, long withinMillis) {
    try {
      return process.waitFor(withinMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  /** The first line of its answer, or the text that it is. */
  String ask(String... words) {
    try (Console console = Console.to(port, PATIENCE)) {
      return console.call(words);
    }
  }

  /** As {@link #ask}, for what must be done. */
  void order(String... words) {
    try (Console console = Console.to(port, PATIENCE)) {
      console.order(words);
    }
  }

  /** The lines of an answer that holds several. */
  List<String> list(String... words) {
    try (Console console = Console.to(port, PATIENCE)) {
      return console.list(words);
    }
  }

  @Override
  public String toString() {
    return name + " at port " + port;
  }
}
