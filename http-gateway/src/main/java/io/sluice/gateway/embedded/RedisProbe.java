package io.sluice.gateway.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a Redis on this machine whether it is up, and who it is. */
final class RedisProbe {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int MAX_LINES = 200;

  enum Finding {
    /** Nobody answers, or Redis still loads its data. */
    NOT_YET,
    READY,
    /** Somebody else has the port. */
    FOREIGN
  }

  static Finding ask(int port, long pid) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write("PING\r\nINFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      return read(
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)),
          "process_id:" + pid);
    } catch (IOException refusedOrSlow) {
      return Finding.NOT_YET;
    }
  }

  private static Finding read(BufferedReader answers, String me) throws IOException {
    String pong = answers.readLine();
    if (pong == null || pong.startsWith("-LOADING")) {
      return Finding.NOT_YET;
    }
    for (int i = 0; i < MAX_LINES; i++) {
      String line = answers.readLine();
      if (line == null) {
        return Finding.NOT_YET;
      }
      if (line.startsWith("process_id:")) {
        return line.equals(me) ? Finding.READY : Finding.FOREIGN;
      }
    }
    return Finding.FOREIGN;
  }

  private RedisProbe() {}
}
