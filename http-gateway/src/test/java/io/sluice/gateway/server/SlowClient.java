package io.sluice.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A caller that takes its time, until the server ends the connection. */
final class SlowClient {
  /** What it is slow with. */
  enum Kind {
    SILENT,
    HEAD,
    BODY,
    DEAF
  }

  private static final int SMALL_BUFFER = 4 * 1024;

  private static final String HEAD =
      "GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + "a".repeat(2_000);
  private static final String JSON_HEAD = head("application/json", 2_000);

  private static final String STREAM_HEAD = head("application/x-ndjson", 90_000_000);

  /**
   * Some 250 KB of answers, in which each of these fields is called unknown: no buffer holds it.
   */
  private static final String LINES =
      IntStream.range(0, 20)
          .mapToObj(i -> "\"" + "f".repeat(200) + i + "\":1")
          .collect(Collectors.joining(",", "{", "}\n"))
          .repeat(32);

  private final Kind kind;
  private final SocketChannel channel;
  private final StringBuilder heard = new StringBuilder();
  private final long waitsSince;
  private long endedAt;
  private int sent;

  SlowClient(Kind kind, int port) throws IOException {
    this.kind = kind;
    channel = SocketChannel.open();
    if (kind == Kind.DEAF) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
    }
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    if (kind == Kind.BODY) {
      write(JSON_HEAD);
    } else if (kind == Kind.DEAF) {
      write(STREAM_HEAD + LINES);
    }
    channel.configureBlocking(false);
    waitsSince = System.nanoTime();
  }

  /** One thread for all of them: each does its next step, then all pause. */
  static void runAll(List<SlowClient> clients, Duration pause) {
    List<SlowClient> open = new ArrayList<>(clients);
    while (!open.isEmpty()) {
      open.removeIf(client -> !client.step());
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  Kind kind() {
    return kind;
  }

  /** From when it began to be slow until the server ended it. */
  Duration lasted() {
    return Duration.ofNanos(endedAt - waitsSince);
  }

  String heard() {
    return heard.toString();
  }

  /** Listens first: what was sent to a connection that is closed would take back the answer. */
  private boolean step() {
    try {
      if (kind != Kind.DEAF && isEnded()) {
        return end();
      }
      switch (kind) {
        case SILENT -> {}
        case HEAD -> write(HEAD.substring(sent, ++sent));
        case BODY, DEAF -> write(" ");
      }
      return true;
    } catch (IOException reset) {
      return end();
    }
  }

  private boolean end() {
    endedAt = System.nanoTime();
    try {
      channel.close();
    } catch (IOException alreadyClosed) {
      // That is what it should be.
    }
    return false;
  }

  private boolean isEnded() throws IOException {
    ByteBuffer in = ByteBuffer.allocate(SMALL_BUFFER);
    int size = channel.read(in);
    if (size > 0) {
      heard.append(new String(in.array(), 0, size, ISO_8859_1));
    }
    return size < 0;
  }

  private void write(String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  private static String head(String type, int length) {
    return String.join(
        "\r\n",
        "POST /v1/queues/q/tasks HTTP/1.1",
        "Host: localhost",
        "Content-Type: " + type,
        "Content-Length: " + length,
        "",
        "");
  }
}
