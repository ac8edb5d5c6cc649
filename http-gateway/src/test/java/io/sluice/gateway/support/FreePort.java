package io.sluice.gateway.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens on just now, for programs that cannot be asked which they took. It
 * lies below those that systems give to connections and to whoever asks for any port, so that none
 * of these takes it meanwhile.
 */
public final class FreePort {
  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;
  private static final int MOST_TRIED = 50;

  public static int find() throws IOException {
    for (int tried = 0; tried < MOST_TRIED; tried++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no free port from " + FIRST + " to " + LAST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket listening = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return listening.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private FreePort() {}
}
