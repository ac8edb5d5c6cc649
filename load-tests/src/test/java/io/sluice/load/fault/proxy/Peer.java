package io.sluice.load.fault.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** A client that speaks to Redis and sees what becomes of its socket. */
final class Peer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  /** An answer that is let through has long come by then. */
  private static final int QUIET_MILLIS = 150;

  private final Socket socket;

  private Peer(Socket socket) {
    this.socket = socket;
  }

  static Peer at(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Peer(socket);
  }

  /** Sends the commands in one piece; blanks separate their words. */
  void send(String... commands) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String command : commands) {
      String[] words = command.split(" ", -1);
      all.append('*').append(words.length).append("\r\n");
      for (String word : words) {
        all.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
      }
    }
    socket.getOutputStream().write(all.toString().getBytes(UTF_8));
  }

  /** The next line of an answer; null at an orderly end. */
  @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = read(); next != '\n'; next = read()) {
      if (next < 0) {
        return null;
      }
      line.append((char) next);
    }
    return line.substring(0, line.length() - 1);
  }

  @Nullable String ask(String command) throws IOException {
    send(command);
    return line();
  }

  /** Whether nothing comes, not even an end. */
  boolean hearsNothing() throws IOException {
    socket.setSoTimeout(QUIET_MILLIS);
    try {
      read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  private int read() throws IOException {
    return socket.getInputStream().read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
