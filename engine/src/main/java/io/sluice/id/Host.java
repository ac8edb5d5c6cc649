package io.sluice.id;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where this process runs, for people who look: {@code pid@host}. */
public final class Host {
  private static final int MAX_LENGTH = 100;

  /** One word of letters that need no quotes anywhere; may ask for the name of the machine. */
  public static String name() {
    String name = ProcessHandle.current().pid() + "@" + machine();
    String plain = name.replaceAll("[^A-Za-z0-9._@-]", "_");
    return plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH);
  }

  private static String machine() {
    String given = System.getenv("HOSTNAME");
    if (given != null && !given.isBlank()) {
      return given;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "unknown";
    }
  }

  private Host() {}
}
