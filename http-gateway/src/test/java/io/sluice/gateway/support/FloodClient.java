package io.sluice.gateway.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues tasks that never run, one after the other on a connection that is kept, each with an id
 * of its own, until nobody listens any more. Keeps what came of each: on the wire, to the byte.
 */
public final class FloodClient implements Runnable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");
  private static final Pattern CLOSES = Pattern.compile("(?i)\r\nconnection: *close\r\n");

  private final int port;
  private final String name;
  private final Consumer<String> onAccepted;
  private final List<String> accepted = new ArrayList<>();
  private final List<String> unanswered = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private int sent;

  /**
   * @param name in front of its ids
   * @param onAccepted is told each id that was answered with 202
   */
  public FloodClient(int port, String name, Consumer<String> onAccepted) {
    this.port = port;
    this.name = name;
    this.onAccepted = onAccepted;
  }

  @Override
  public void run() {
    try {
      while (true) {
        useOneConnection();
      }
    } catch (ConnectException nobodyListens) {
      // The end that is waited for.
    } catch (IOException e) {
      wrong.add(e.toString());
    }
  }

  /** Answered with 202, and the answer was whole. */
  public List<String> accepted() {
    return accepted;
  }

  /** The connection was closed before the first byte of an answer. */
  public List<String> unanswered() {
    return unanswered;
  }

  /** Half answers, and whole ones that are not 202. */
  public List<String> wrong() {
    return wrong;
  }

  private void useOneConnection() throws IOException {
    @Nullable Socket connected = connect();
    if (connected == null) {
      return;
    }
    try (Socket socket = connected) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      boolean kept = true;
      while (kept) {
        String id = name + '-' + sent++;
        @Nullable String answer = ask(socket, id);
        if (answer == null) {
          unanswered.add(id);
          return;
        }
        keep(id, answer);
        kept = !CLOSES.matcher(answer).find();
      }
    }
  }

  /**
   * Null when the connection was reset before anything was sent on it: the kernel does so with the
   * connections that a listener had not yet accepted when it was closed. The next one is refused.
   */
  private @Nullable Socket connect() throws IOException {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (ConnectException nobodyListens) {
      throw nobodyListens;
    } catch (SocketException reset) {
      return null;
    }
  }

  private void keep(String id, String answer) {
    if (answer.startsWith("HTTP/1.1 202 ") && answer.endsWith("}") && answer.contains(id)) {
      accepted.add(id);
      onAccepted.accept(id);
    } else {
      wrong.add(id + " was answered: " + answer);
    }
  }

  /** The bytes of the answer, as many as came; null when none did. */
  private static @Nullable String ask(Socket socket, String id) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getOutputStream().write(request(id).getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      while (!isWhole(answer)) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        answer.write(next);
        answer.writeBytes(in.readNBytes(in.available()));
      }
    } catch (IOException reset) {
      // What has come until then is judged below.
    }
    return answer.size() == 0 ? null : answer.toString(StandardCharsets.UTF_8);
  }

  private static boolean isWhole(ByteArrayOutputStream answer) {
    String text = answer.toString(StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    Matcher length = LENGTH.matcher(text);
    return head >= 0
        && length.find()
        && answer.size() >= head + 4 + Integer.parseInt(length.group(1));
  }

  private static String request(String id) {
    String body = "{\"type\":\"a\",\"delay\":\"1h\",\"id\":\"" + id + "\"}";
    return List.of(
            "POST /v1/queues/flood/tasks HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            "",
            body)
        .stream()
        .collect(Collectors.joining("\r\n"));
  }
}
