package io.sluice.id;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where an engine runs, for people who look.
 *
 * @param name {@code pid@host}, one word of letters that need no quotes anywhere
 * @param version of the engine, one word
 */
public record Host(String name, String version) {
  private static final int MAX_LENGTH = 100;

  /** This process; may ask for the name of the machine, and reads a file. */
  public static Host here() {
    String name = ProcessHandle.current().pid() + "@" + machine();
    String plain = name.replaceAll("[^A-Za-z0-9._@-]", "_");
    String word = plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH);
    return new Host(word, Build.VERSION);
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
}
