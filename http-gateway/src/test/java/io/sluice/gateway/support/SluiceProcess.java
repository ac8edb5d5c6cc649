package io.sluice.gateway.support;

import io.sluice.gateway.SluiceMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own. */
public final class SluiceProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;
  private static final String LISTENING = "listening on ";

  private final Process process;
  private final BufferedReader out;
  private final Path err;
  private final List<String> lines = new ArrayList<>();

  private SluiceProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  public static SluiceProcess start(String... args) throws IOException {
    return start(Map.of(), args);
  }

  public static SluiceProcess start(Map<String, String> environment, String... args)
      throws IOException {
    ProcessBuilder program = Processes.java(SluiceMain.class, args);
    program.environment().putAll(environment);
    return start(program);
  }

  /** With so many MiB of heap, and compiled as a server is. */
  public static SluiceProcess withHeap(int mebibytes, String... args) throws IOException {
    List<String> options = List.of("-XX:TieredStopAtLevel=4", "-Xmx" + mebibytes + "m");
    return start(Processes.java(options, SluiceMain.class, args));
  }

  private static SluiceProcess start(ProcessBuilder program) throws IOException {
    Path err = Files.createTempFile("sluice-stderr", ".txt");
    return new SluiceProcess(program.redirectError(err.toFile()).start(), err);
  }

  /** A client of it, once it listens. */
  public Http http() throws IOException {
    String line = nextLine();
    while (!line.startsWith(LISTENING)) {
      line = nextLine();
    }
    return new Http(line.substring(LISTENING.length()));
  }

  public long pid() {
    return process.pid();
  }

  /** As Ctrl-C or {@code kill} does. */
  public void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
  }

  public void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode();
  }

  public int exitCode() throws InterruptedException {
    return Processes.exitCode(process);
  }

  /** The lines of its standard output that were not read yet, until it ends. */
  public List<String> remainingOutput() {
    return out.lines().toList();
  }

  public List<String> outputSoFar() {
    return List.copyOf(lines);
  }

  public String nextLine() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("it has ended; standard error: " + errors());
    }
    lines.add(line);
    return line;
  }

  public List<String> errors() throws IOException {
    return Files.readAllLines(err);
  }

  @Override
  public void close() throws IOException {
    // Told to stop, so that its Redis goes with it; killed only if it does not listen.
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly)
        .join();
    Files.deleteIfExists(err);
  }
}
