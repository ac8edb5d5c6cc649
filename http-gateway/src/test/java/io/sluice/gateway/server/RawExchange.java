package io.sluice.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Sends bytes, each a letter of ISO 8859-1, and gathers all that comes until the server closes. */
final class RawExchange {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int PART = 4 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

  /**
   * What came back.
   *
   * @throws java.net.SocketTimeoutException when the server neither answers nor closes
   */
  static String of(int port, String request) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] part = new byte[PART];
      for (int size = in.read(part); size >= 0; size = in.read(part)) {
        all.write(part, 0, size);
      }
    } catch (SocketException reset) {
      // Closed while something was still on its way to the server.
    }
    return all.toString(ISO_8859_1);
  }

  /** The statuses of all answers in what came back. */
  static List<Integer> statuses(String reply) {
    return STATUS.matcher(reply).results().map(RawExchange::status).toList();
  }

  private static int status(MatchResult line) {
    return Integer.parseInt(line.group(1));
  }

  private RawExchange() {}
}
