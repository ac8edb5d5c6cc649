package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that takes commands, remembers their names, and answers as a test says: also not at all,
 * or by breaking the connection. How a client introduces itself is answered as usual.
 */
final class ScriptedServer implements AutoCloseable {
  /** What a client begins each connection with, and what it is told. */
  private static final Map<String, String> INTRODUCTIONS = Map.of("CLIENT", "+OK", "PING", "+PONG");

  private final ServerSocket listening;
  private final Answering answering;
  private final Map<String, String> introductions;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> commands = new CopyOnWriteArrayList<>();

  /** What becomes of the n-th command, from 1. */
  @FunctionalInterface
  interface Answering {
    void answer(int nth, Line line) throws IOException;
  }

  /** The connection that a command came by. */
  static final class Line {
    private final Socket socket;

    private Line(Socket socket) {
      this.socket = socket;
    }

    void say(String reply) throws IOException {
      socket.getOutputStream().write((reply + "\r\n").getBytes(UTF_8));
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    void finish() throws IOException {
      socket.shutdownOutput();
    }
  }

  ScriptedServer(Answering answering) throws IOException {
    this(INTRODUCTIONS, answering);
  }

  private ScriptedServer(Map<String, String> introductions, Answering answering)
      throws IOException {
    this.introductions = introductions;
    this.answering = answering;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    onItsOwnThread(this::accept);
  }

  /** As twemproxy: it ends a connection at a command that it does not know. */
  static ScriptedServer proxy() throws IOException {
    return new ScriptedServer(
        Map.of("PING", "+PONG", "AUTH", "+OK"), (nth, line) -> line.socket.close());
  }

  String uri() {
    return "redis://127.0.0.1:" + listening.getLocalPort();
  }

  /** The names of the commands that came, but for introductions. */
  List<String> commands() {
    return commands;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = listening.accept();
      open.add(socket);
      onItsOwnThread(() -> serve(socket));
    }
  }

  private void serve(Socket socket) throws IOException {
    Line line = new Line(socket);
    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    for (String head = in.readLine(); head != null; head = in.readLine()) {
      take(name(head, in), line);
    }
  }

  private void take(String name, Line line) throws IOException {
    String welcome = introductions.get(name);
    if (welcome != null) {
      line.say(welcome);
      return;
    }
    int nth;
    synchronized (commands) {
      commands.add(name);
      nth = commands.size();
    }
    answering.answer(nth, line);
  }

  /** Reads a command to its end: a head that counts words, and two lines for each. */
  private static String name(String head, BufferedReader in) throws IOException {
    int words = Integer.parseInt(head.substring(1));
    String name = "";
    for (int i = 0; i < words; i++) {
      in.readLine();
      String word = in.readLine();
      name = i == 0 ? word : name;
    }
    return name;
  }

  private static void onItsOwnThread(Served served) {
    Thread thread =
        new Thread(
            () -> {
              try {
                served.run();
              } catch (IOException closed) {
                // The test has closed it, or the client has.
              }
            },
            "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Served {
    void run() throws IOException;
  }
}
