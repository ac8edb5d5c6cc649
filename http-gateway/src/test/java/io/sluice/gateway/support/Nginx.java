package io.sluice.gateway.support;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The proxy of that name, with the configuration that comes along. */
public final class Nginx implements AutoCloseable {
  private static final Path CONFIGURATION = Path.of("..", "deploy", "nginx.conf");
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final Http http;

  private Nginx(Process process, Http http) {
    this.process = process;
    this.http = http;
  }

  /** Where it is installed, if it is. */
  public static Optional<Path> program() {
    String path = String.valueOf(System.getenv("PATH")) + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(dir -> Path.of(dir, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * In front of two gateways, each given as {@code host:port}.
   *
   * @param dir for its files, which are elsewhere by default, where not everybody may write
   */
  public static Nginx start(Path dir, String a, String b) throws IOException {
    int port = FreePort.find();
    String listen = "127.0.0.1:" + port;
    String temporary =
        Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            .map(name -> "    " + name + "_temp_path " + dir.resolve(name) + ";\n")
            .reduce("", String::concat);
    Path file = dir.resolve("nginx.conf");
    Files.writeString(
        file,
        Files.readString(CONFIGURATION)
            .replace("127.0.0.1:8080", listen)
            .replace("127.0.0.1:8081", a)
            .replace("127.0.0.1:8082", b)
            .replace("http {\n", "http {\n" + temporary));
    Process process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-p",
                dir.toString(),
                "-c",
                file.toString(),
                "-g",
                "daemon off; pid " + dir.resolve("pid") + ";")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile())
            .start();
    awaitListening(port, process);
    return new Nginx(process, new Http("http://" + listen));
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
    throw new AssertionError("nginx has ended with " + process.exitValue());
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
