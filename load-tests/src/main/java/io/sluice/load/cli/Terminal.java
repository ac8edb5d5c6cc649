package io.sluice.load.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks at what is printed for people. */
final class Terminal {
  /** Where Linux tells what standard error is; a console alone does not say that it is one. */
  private static final Path STDERR = Path.of("/proc/self/fd/2");

  static boolean present() {
    return console() && !redirected(STDERR);
  }

  static boolean redirected(Path stream) {
    try {
      return !Files.readSymbolicLink(stream).startsWith("/dev");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  /** From JDK 22 on there always is a console, and a method, unknown before, tells what it is. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean console() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJdk) {
      return true;
    }
  }

  private Terminal() {}
}
