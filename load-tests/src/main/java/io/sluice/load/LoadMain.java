package io.sluice.load;

import io.sluice.load.cli.LoadCommand;

/** Where {@code sluice-load} begins. */
public final class LoadMain {
  private static final String LOG_SETTING = "logback.configurationFile";
  private static final String ALLOCATOR = "io.netty.allocator.type";

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    // Before the first logger: the gateway, which is in the same jar, brings settings of its own.
    if (System.getProperty(LOG_SETTING) == null) {
      System.setProperty(LOG_SETTING, "logback-load.xml");
    }
    // Before Netty looks; as the gateway does it in its process.
    if (System.getProperty(ALLOCATOR) == null) {
      System.setProperty(ALLOCATOR, "pooled");
    }
    System.exit(LoadCommand.commandLine().execute(args));
  }

  private LoadMain() {}
}
