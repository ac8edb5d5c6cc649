package io.sluice.gateway;

import io.sluice.gateway.cli.SluiceCommand;

/** Where the program starts and, once, ends. */
public final class SluiceMain {
  public static void main(String[] args) {
    System.exit(SluiceCommand.run(args));
  }

  private SluiceMain() {}
}
