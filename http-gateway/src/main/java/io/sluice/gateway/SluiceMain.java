package io.sluice.gateway;

import io.sluice.gateway.cli.SluiceCommand;

/** Where the program starts and, once, ends. */
public final class SluiceMain {
  private static final String ALLOCATOR = "io.netty.allocator.type";

  public static void main(String[] args) {
    // Before Netty looks. Only here, where the whole process is ours, and not in the engine.
    if (System.getProperty(ALLOCATOR) == null) {
      System.setProperty(ALLOCATOR, "pooled");
    }
    System.exit(SluiceCommand.run(args));
  }

  private SluiceMain() {}
}
