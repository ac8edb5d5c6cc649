package io.sluice.gateway.support;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts Java programs of this class path as processes of their own. */
public final class Processes {
  private static final long PATIENCE_SECONDS = 30;

  /** A program that has not been started; its standard output and error are pipes. */
  public static ProcessBuilder java(Class<?> main, String... args) {
    return java(List.of("-Xmx256m"), main, args);
  }

  /** The same with options of the virtual machine. */
  public static ProcessBuilder java(List<String> options, Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).directory(new File(System.getProperty("java.io.tmpdir")));
  }

  /** The exit code, once there is one. */
  public static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("process " + process.pid() + " did not end");
    }
    return process.exitValue();
  }

  /** As {@code kill -9} does. */
  public static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
  }

  /** Stops a process where it is, as Ctrl-Z does, until it is told to go on. */
  public static void pause(long pid) throws Exception {
    signal("STOP", pid);
  }

  public static void goOn(long pid) throws Exception {
    signal("CONT", pid);
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
  }

  private Processes() {}
}
