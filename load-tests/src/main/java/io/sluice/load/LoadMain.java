package io.sluice.load;

import io.sluice.load.cli.LoadCommand;

/** Where {@code sluice-load} begins. */
public final class LoadMain {
  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(LoadCommand.commandLine().execute(args));
  }

  private LoadMain() {}
}
