package io.sluice.gateway.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends single commands to a Redis, by its inline protocol. */
public final class RedisText {
  private static final int TIMEOUT_MILLIS = 5_000;

  /** The first line of the answer; for a bulk answer its text. */
  public static String ask(int port, String command) throws IOException {
    List<String> lines = lines(port, command);
    return lines.get(0).startsWith("$") ? lines.get(1) : lines.get(0);
  }

  /** All lines of the answer. */
  public static List<String> lines(int port, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return answer.lines().toList();
    }
  }

  private RedisText() {}
}
