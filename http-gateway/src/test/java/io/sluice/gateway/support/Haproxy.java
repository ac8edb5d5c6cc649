package io.sluice.gateway.support;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The load balancer of that name, with the configuration that comes along. */
public final class Haproxy implements AutoCloseable {
  private static final Path CONFIGURATION = Path.of("..", "deploy", "haproxy.cfg");
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final Http http;

  private Haproxy(Process process, Http http) {
    this.process = process;
    this.http = http;
  }

  /** Where it is installed, if it is. */
  public static Optional<Path> program() {
    String path = String.valueOf(System.getenv("PATH")) + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(dir -> Path.of(dir, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** In front of two gateways, each given as {@code host:port}. */
  public static Haproxy start(String a, String b) throws IOException {
    int port = FreePort.find();
    String listen = "127.0.0.1:" + port;
    ProcessBuilder builder =
        new ProcessBuilder(
            program().orElseThrow().toString(), "-f", CONFIGURATION.toString(), "-db");
    builder.environment().putAll(Map.of("SLUICE_LISTEN", listen, "SLUICE_A", a, "SLUICE_B", b));
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    awaitListening(port, process);
    return new Haproxy(process, new Http("http://" + listen));
  }

  private static void awaitListening(int port, Process process) {
    while (process.isAlive()) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("haproxy has ended with " + process.exitValue());
  }

  /** A client of it. */
  public Http http() {
    return http;
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly)
        .join();
  }
}
