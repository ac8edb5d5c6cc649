package io.sluice.load.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Everything that can be made to go wrong. */
public enum Fault {
  /** SIGKILL; another worker is started at once. */
  KILL_WORKERS(Where.WORKER, 3),
  /** SIGSTOP for longer than a session lives, then SIGCONT. */
  STOP_WORKERS(Where.WORKER, 12),
  /** SIGTERM, a stop in good order; another worker is started at once. */
  TERM_WORKERS(Where.WORKER, 10),
  /** SIGKILL, and started again on what it had written. */
  RESTART_REDIS(Where.REDIS, 45),
  /** SIGSTOP for 1 to 10 s. */
  STOP_REDIS(Where.REDIS, 40),
  /** CLIENT PAUSE. */
  PAUSE_REDIS(Where.REDIS, 30),
  /** A maxmemory that is long exceeded, for a while. */
  OUT_OF_MEMORY(Where.REDIS, 35),
  /** A script that runs for too long, then SCRIPT KILL. */
  BUSY(Where.REDIS, 35),
  /** A replica of nobody for a while: every write is refused. */
  READ_ONLY(Where.REDIS, 40),
  /** Started again, and slow to read what it had written. */
  LOADING(Where.REDIS, 55),
  /** A snapshot that failed: every write is refused until there is another. */
  MISCONF(Where.REDIS, 45),
  /** SCRIPT FLUSH. */
  FLUSH_SCRIPTS(Where.REDIS, 5),
  /** CLIENT KILL of all but the one who asks. */
  KILL_CLIENTS(Where.REDIS, 15),
  /** All that workers send and get is late for a while. */
  DELAY(Where.WIRE, 25),
  /** Every connection of the workers is reset. */
  RESET(Where.WIRE, 20),
  /** Every connection of the workers ends in good order. */
  HANG_UP(Where.WIRE, 20),
  /** Nothing passes for a while, and everything stays open. */
  BLACK_HOLE(Where.WIRE, 35),
  /** A script ran, and its reply is gone with the connection. */
  LOSE_REPLY(Where.WIRE, 8),
  /** Planned: CLUSTER FAILOVER, or SENTINEL FAILOVER after writes are paused. */
  FAILOVER(Where.TOPOLOGY, 30),
  /** SENTINEL FAILOVER alone: for about a second the old master takes what nobody will have. */
  UNPAUSED_FAILOVER(Where.TOPOLOGY, 30),
  /** SIGKILL of a master; it comes back when another one has taken over. */
  KILL_MASTER(Where.TOPOLOGY, 30),
  /** SIGSTOP of a master until another one has taken over, and a while longer; then SIGCONT. */
  FREEZE_MASTER(Where.TOPOLOGY, 40),
  /** The slot of the queue goes to another master. */
  MOVE_SLOT(Where.TOPOLOGY, 20),
  /** Nothing passes between a master and anybody until another one has taken over, and on. */
  PARTITION_NETWORK(Where.TOPOLOGY, 40);

  /** What a fault happens to. */
  public enum Where {
    WORKER,
    /** Only a Redis of the run's own may be treated so. */
    REDIS,
    WIRE,
    /** Several servers of the run's own, of which one takes over from another. */
    TOPOLOGY
  }

  private final Where where;
  private final Duration pace;

  Fault(Where where, int paceSeconds) {
    this.where = where;
    this.pace = Duration.ofSeconds(paceSeconds);
  }

  public Where where() {
    return where;
  }

  /** How often it comes, about, when nothing else is asked for. */
  Duration pace() {
    return pace;
  }

  /** As it is written on a command line. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The fault of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Fault of(String name) {
    return Arrays.stream(values())
        .filter(fault -> fault.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault '" + name + "'; there are " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(Fault::wireName).collect(Collectors.joining(", "));
  }
}
