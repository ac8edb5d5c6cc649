package io.sluice.load.peers;

import io.sluice.load.report.peers.Load;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** BullMQ of a pinned version, which npm has put into a folder, and the program that loads it. */
public final class BullMq {
  /** Its closed loop, its drain and its plans, in JavaScript. */
  private static final String PROGRAM = "bullmq.mjs";

  private static final String CREW = "crew.mjs";
  private static final String MANIFEST = "package.json";
  private static final String LOCK = "package-lock.json";
  private static final int LEAST_NODE = 20;
  private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*");
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(3);

  /** Its rate while it warms up: more would leave a backlog where it is slow. */
  private static final int WARMUP_RATE = 2_000;

  /** Enough for its compiler, which is faster done than that of a JVM. */
  private static final int WARMUP_SECONDS = 2;

  private static final int WARMUP_TASKS = 20_000;

  /**
   * How its workers are set.
   *
   * @param workers processes beside that of the producer; 0 for a worker in that
   * @param concurrency of each worker
   */
  public record Setting(int workers, int concurrency) {
    @Override
    public String toString() {
      return (workers == 0 ? "worker in the producer's process" : workers + " worker process(es)")
          + ", concurrency "
          + concurrency;
    }
  }

  /** What is tried: more slots in one worker or more workers, which its documentation offers. */
  static final List<Setting> SETTINGS =
      List.of(new Setting(0, 100), new Setting(0, 256), new Setting(1, 100), new Setting(2, 100));

  private static final Pattern PINNED = Pattern.compile("\"bullmq\": *\"([^\"]+)\"");

  private final String node;
  private final String nodeVersion;
  private final Path folder;

  private BullMq(String node, String nodeVersion, Path folder) {
    this.node = node;
    this.nodeVersion = nodeVersion;
    this.folder = folder;
  }

  /** The versions of what runs. */
  @Override
  public String toString() {
    try {
      Matcher pinned = PINNED.matcher(Files.readString(folder.resolve(MANIFEST)));
      return "BullMQ " + (pinned.find() ? pinned.group(1) : "?") + " on Node " + nodeVersion;
    } catch (IOException e) {
      return "BullMQ on Node " + nodeVersion;
    }
  }

  /**
   * Looks for Node, and installs into the folder what is not there yet.
   *
   * @throws LeftOutException when it cannot be had
   */
  public static BullMq installed(String node, Path folder) throws LeftOutException {
    BullMq peer = new BullMq(node, nodeVersion(node, folder), folder.toAbsolutePath());
    try {
      boolean same = peer.unpack();
      if (!same || !Files.exists(folder.resolve("node_modules/bullmq/" + MANIFEST))) {
        peer.install();
      }
    } catch (IOException e) {
      throw new LeftOutException(
          "BullMQ: left out, npm cannot be run ("
              + e.getMessage()
              + "); it comes with Node "
              + LEAST_NODE
              + " or newer");
    }
    return peer;
  }

  private static String nodeVersion(String node, Path folder) throws LeftOutException {
    String version;
    try {
      Path said = folder.resolve("node-version.log");
      Child.run(List.of(node, "--version"), Map.of(), said, ANSWER_LIMIT);
      version = Child.lastWords(said);
    } catch (IOException e) {
      throw new LeftOutException(
          "BullMQ: left out, node is not installed (install Node " + LEAST_NODE + " or newer)");
    }
    Matcher matcher = NODE_VERSION.matcher(version);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < LEAST_NODE) {
      throw new LeftOutException(
          "BullMQ: left out, node is " + version + " (install Node " + LEAST_NODE + " or newer)");
    }
    return version;
  }

  /** Whether the lock file is the one that was installed from. */
  private boolean unpack() throws IOException {
    byte[] before =
        Files.exists(folder.resolve(LOCK)) ? Files.readAllBytes(folder.resolve(LOCK)) : new byte[0];
    for (String name : List.of(PROGRAM, CREW, MANIFEST, LOCK)) {
      try (InputStream in = BullMq.class.getResourceAsStream(name)) {
        Files.copy(
            Objects.requireNonNull(in, name),
            folder.resolve(name),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return Arrays.equals(before, Files.readAllBytes(folder.resolve(LOCK)));
  }

  private void install() throws IOException, LeftOutException {
    Path said = folder.resolve("npm.log");
    int code =
        Child.run(
            // Its one script builds what comes built.
            List.of("npm", "ci", "--prefix", folder.toString(), "--ignore-scripts", "--no-audit"),
            Map.of(),
            said,
            INSTALL_LIMIT);
    if (code != 0) {
      Files.deleteIfExists(folder.resolve(LOCK));
      throw new LeftOutException("BullMQ: left out, npm ci failed: " + Child.lastWords(said));
    }
  }

  /** The command of a turn; the address of Redis is not in it, since it may hold a password. */
  List<String> command(
      Load load, Size size, Setting setting, String prefix, int payloadBytes, Path out) {
    List<String> command =
        new ArrayList<>(
            List.of(
                node,
                folder.resolve(PROGRAM).toString(),
                "modules=" + folder,
                "out=" + out.toAbsolutePath(),
                "prefix=" + prefix,
                "payloadBytes=" + payloadBytes,
                "workers=" + setting.workers(),
                "concurrency=" + setting.concurrency()));
    command.addAll(
        switch (load) {
          case CLOSED -> List.of("workload=closed", "inFlight=" + PeersRun.IN_FLIGHT);
          case DRAIN ->
              List.of(
                  "workload=drain",
                  "tasks=" + size.tasks(),
                  "warmupTasks=" + Math.min(WARMUP_TASKS, size.tasks()));
          case RATE_100 -> List.of("workload=rate", "rate=100");
          case RATE_5K -> List.of("workload=rate", "rate=5000");
        });
    if (load != Load.DRAIN) {
      command.add("seconds=" + size.seconds());
      command.add("warmupSeconds=" + Math.min(WARMUP_SECONDS, size.warmupSeconds()));
      command.add("warmupRate=" + WARMUP_RATE);
    }
    return command;
  }

  /** What it reads from its environment. */
  static Map<String, String> environment(String redisUri) {
    return Map.of("SLUICE_PEER_REDIS", redisUri);
  }
}
