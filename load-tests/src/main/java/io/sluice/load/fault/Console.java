package io.sluice.load.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A plain connection to a Redis on this machine, to do it harm. It waits for its answers, so that
 * it has no share in what the engine's own client does when harm is done. Not thread-safe.
 */
final class Console implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;

  private final Socket socket;
  private final InputStream in;

  private Console(Socket socket, InputStream in) {
    this.socket = socket;
    this.in = in;
  }

  /**
   * Connects.
   *
   * @param patience how long an answer may take
   * @throws UncheckedIOException when nobody listens there
   */
  static Console to(int port, Duration patience) {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      socket.setSoTimeout((int) patience.toMillis());
      socket.setTcpNoDelay(true);
      return new Console(socket, new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      close(socket);
      throw new UncheckedIOException("cannot connect to Redis at port " + port, e);
    }
  }

  /**
   * Sends a command and gives the first line of its answer, errors included, and of a text the
   * text. Not for answers that hold more.
   */
  String call(String... words) {
    try {
      socket.getOutputStream().write(request(words));
      return answer(words[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("Redis did not answer " + words[0], e);
    }
  }

  /**
   * As {@link #call}, for what must be done.
   *
   * @throws IllegalStateException with the answer, when that is an error
   */
  void order(String... words) {
    String answer = call(words);
    if (answer.startsWith("-")) {
      throw new IllegalStateException(String.join(" ", words) + ": " + answer);
    }
  }

  /**
   * Sends a command that is answered by several texts.
   *
   * @throws IllegalStateException when the answer is another one
   */
  List<String> list(String... words) {
    try {
      socket.getOutputStream().write(request(words));
      String head = line(words[0]);
      if (!head.startsWith("*")) {
        throw new IllegalStateException(String.join(" ", words) + ": " + head);
      }
      List<String> texts = new ArrayList<>();
      for (int left = Integer.parseInt(head.substring(1)); left > 0; left--) {
        texts.add(answer(words[0]));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException("Redis did not answer " + words[0], e);
    }
  }

  private static byte[] request(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      text.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String answer(String command) throws IOException {
    String line = line(command);
    if (!line.startsWith("$") || line.equals("$-1")) {
      return line;
    }
    int bytes = Integer.parseInt(line.substring(1));
    String text = new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    in.skipNBytes(2);
    return text;
  }

  private String line(String command) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("closed before it answered " + command);
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // As it should be.
    }
  }
}
