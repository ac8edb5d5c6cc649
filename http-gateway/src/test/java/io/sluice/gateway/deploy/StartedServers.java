package io.sluice.gateway.deploy;

import io.sluice.gateway.support.FreePort;
import io.sluice.gateway.support.RedisText;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.embedded.RedisExecProvider;

/** Servers that {@code deploy/redis/start.sh} starts, as the manifests do it, but on loopback. */
final class StartedServers implements AutoCloseable {
  static final String PASSWORD = "internal-secret";
  private static final Path SCRIPTS = Path.of("..", "deploy", "redis").toAbsolutePath().normalize();
  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final Path program;
  private final Map<Integer, Process> processes = new LinkedHashMap<>();

  StartedServers(Path folder) throws IOException {
    this.folder = folder;
    this.program = RedisExecProvider.defaultProvider().get().toPath();
    Files.createSymbolicLink(folder.resolve("redis-server"), program);
  }

  /**
   * Starts one in a volume of its own.
   *
   * @param role the argument of the script
   * @param masterPort of the server that begins as the master; 0 when this one does
   * @return its port
   */
  int start(String role, int masterPort) throws IOException {
    int port = FreePort.find();
    Map<String, String> more = new HashMap<>();
    more.put("REDIS_PORT", String.valueOf(port));
    more.put("REDIS_FIRST_MASTER", HOST);
    more.put("REDIS_MASTER_PORT", String.valueOf(masterPort == 0 ? port : masterPort));
    more.put("REDIS_BUS_PORT", String.valueOf(FreePort.find()));
    more.put("REDIS_NAME", HOST);
    more.put("REDIS_PASSWORD", PASSWORD);
    more.put("REDIS_FILES", SCRIPTS.toString());
    more.put("REDIS_NODE_TIMEOUT", "1000");
    more.put("REDIS_DATA", Files.createDirectory(folder.resolve(role + port)).toString());
    more.put("PATH", folder + ":" + System.getenv("PATH"));
    ProcessBuilder script =
        new ProcessBuilder("/bin/sh", SCRIPTS.resolve("start.sh").toString(), role)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(role + port + ".log").toFile());
    script.environment().putAll(more);
    processes.put(port, script.start());
    while (!listens(port)) {
      if (!processes.get(port).isAlive()) {
        throw new IllegalStateException(Files.readString(folder.resolve(role + port + ".log")));
      }
      Thread.onSpinWait();
    }
    return port;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Says something as the user that the servers have among themselves; all lines of the answer. */
  static List<String> say(int port, String command) throws IOException {
    List<String> lines = RedisText.lines(port, "AUTH internal " + PASSWORD + "\r\n" + command);
    return lines.subList(1, lines.size());
  }

  /** What a Sentinel tells, which knows no QUIT: the text that answers. */
  static String told(int port, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      DataInputStream answer = new DataInputStream(socket.getInputStream());
      StringBuilder head = new StringBuilder();
      for (char next = (char) answer.read(); next != '\n'; next = (char) answer.read()) {
        head.append(next);
      }
      int bytes = Integer.parseInt(head.substring(1).strip());
      return new String(answer.readNBytes(bytes), StandardCharsets.UTF_8);
    }
  }

  void kill(int port) {
    processes.get(port).destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    processes.values().forEach(process -> process.destroyForcibly().onExit().join());
    Files.deleteIfExists(program);
  }
}
