package io.sluice.load.fault;

import io.sluice.load.fault.proxy.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers of a run's own live: their folder, their program, and the network between them.
 * All that is started here ends when this is closed, and when this process ends in any way that it
 * notices.
 */
final class Grounds implements AutoCloseable {
  /** Below the ports that systems give to connections: none takes that of a server that is down. */
  private static final int FIRST_PORT = 15_000;

  private static final int LAST_PORT = 32_000;
  private static final int MOST_PORTS_TRIED = 50;

  private final Path folder;
  private final ServerProgram program;
  private final @Nullable Network network;
  private final List<OwnNode> nodes = new CopyOnWriteArrayList<>();
  private final Thread atExit = new Thread(this::killAll, "own-servers-stop");

  private Grounds(Path folder, ServerProgram program, @Nullable Network network) {
    this.folder = folder;
    this.program = program;
    this.network = network;
  }

  /**
   * @param named the program of the servers; null for the one that comes along
   * @param cuttable whether servers are to be cut off: then all that reaches one goes through here
   */
  static Grounds open(@Nullable Path named, boolean cuttable) {
    try {
      ServerProgram program = ServerProgram.of(named);
      Path folder = Files.createTempDirectory("sluice-chaos-");
      Grounds grounds = new Grounds(folder, program, cuttable ? new Network() : null);
      Runtime.getRuntime().addShutdownHook(grounds.atExit);
      return grounds;
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the servers", e);
    }
  }

  /** The folder of one of them. */
  Path folderOf(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the server " + name, e);
    }
  }

  String program() {
    return program.path();
  }

  /** Where others reach what listens there. */
  int wayTo(String name, int port) {
    return network == null ? port : network.wayTo(name, port);
  }

  /** Where other nodes of a Cluster reach what listens there. */
  int busTo(String name, int port) {
    return network == null ? port : network.busTo(name, port);
  }

  Network network() {
    if (network == null) {
      throw new IllegalStateException("no server was to be cut off in this run");
    }
    return network;
  }

  boolean isCuttable() {
    return network != null;
  }

  /** Begins one, which goes with the others. */
  OwnNode add(String name, int port, int announced, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(List.of(arguments));
    OwnNode node = new OwnNode(name, folderOf(name), port, announced, command);
    nodes.add(node);
    return node;
  }

  static int freePort() {
    for (int tried = 0; tried < MOST_PORTS_TRIED; tried++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Another one then.
      }
    }
    throw new IllegalStateException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
  }

  private void killAll() {
    nodes.forEach(OwnNode::kill);
  }

  @Override
  public void close() {
    forgetHook();
    killAll();
    if (network != null) {
      network.close();
    }
    program.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      // It lies among temporary files, which the system cleans.
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      // The hook runs, or has run: to kill twice does no harm.
    }
  }
}
