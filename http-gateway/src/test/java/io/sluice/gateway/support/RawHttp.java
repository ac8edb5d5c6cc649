package io.sluice.gateway.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection that says just what a test wants, also what no client would. */
public final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int SMALL_BUFFER = 16 * 1024;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

  private final Socket socket;
  private final InputStream in;

  public RawHttp(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
  }

  /** Of one that takes little before it is read. */
  public static RawHttp withSmallBuffer(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new RawHttp(socket);
  }

  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Request line and headers; the host is added. */
  public void sendHead(String... lines) throws IOException {
    send(String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n");
  }

  /** Status line and headers of the next answer. */
  public String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed after: " + head.toString(StandardCharsets.UTF_8));
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.UTF_8);
  }

  /** The next answer with its body. */
  public String readReply() throws IOException {
    String head = readHead();
    Matcher length = LENGTH.matcher(head);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head + new String(in.readNBytes(body), StandardCharsets.UTF_8);
  }

  /** One part of a body in chunks. */
  public void sendChunk(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
  }

  public void sendLastChunk() throws IOException {
    send("0\r\n\r\n");
  }

  /** The next chunk of an answer in chunks; empty for the last one. */
  public String readChunk() throws IOException {
    int size = Integer.parseInt(readLine(), 16);
    String chunk = new String(in.readNBytes(size), StandardCharsets.UTF_8);
    readLine();
    return chunk;
  }

  /** Reads until this has come, and no further. */
  public void readUntil(String text) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.UTF_8).endsWith(text)) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed after: " + read.toString(StandardCharsets.UTF_8));
      }
      read.write(b);
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed after: " + line.toString(StandardCharsets.UTF_8));
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  /** Whether the other side closes; waits for it. */
  public boolean isClosedByPeer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
