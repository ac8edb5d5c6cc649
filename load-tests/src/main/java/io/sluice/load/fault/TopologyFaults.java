package io.sluice.load.fault;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a master among servers of a run's own fail. A fault is over when another master has taken
 * over; the one that failed comes back when it is mended. Not thread-safe.
 */
public final class TopologyFaults {
  private static final int SHORTEST_MILLIS = 1_000;
  private static final int LONGEST_MILLIS = 3_000;

  private final OwnServers servers;
  private final String queue;
  private final SplittableRandom random;
  private @Nullable Mend mend;

  /** What makes up for a fault. */
  @FunctionalInterface
  private interface Mend {
    void begin() throws InterruptedException;
  }

  /**
   * @param queue whose master it is that fails
   */
  public TopologyFaults(OwnServers servers, String queue, long seed) {
    this.servers = servers;
    this.queue = queue;
    this.random = new SplittableRandom(seed);
  }

  /** Lets it happen, and returns when another master has taken over. */
  public void happen(Fault fault) throws InterruptedException {
    OwnNode master = servers.masterOf(queue);
    switch (fault) {
      case FAILOVER -> failOver(master);
      case UNPAUSED_FAILOVER -> servers.failOver(master, false);
      case KILL_MASTER -> kill(master);
      case FREEZE_MASTER -> freeze(master);
      case PARTITION_NETWORK -> cutOff(master);
      case MOVE_SLOT -> servers.moveSlot(queue);
      default -> throw new IllegalArgumentException(fault + " is none of several servers");
    }
    OwnServers.await("another master than " + master, () -> servers.isReplaced(master, queue));
  }

  private void failOver(OwnNode master) throws InterruptedException {
    mend = () -> master.order("CLIENT", "UNPAUSE");
    servers.failOver(master, true);
  }

  private void kill(OwnNode master) {
    mend = () -> servers.startAgain(master, queue);
    master.kill();
  }

  private void freeze(OwnNode master) {
    mend =
        () -> {
          sleep();
          master.thaw();
        };
    master.freeze();
  }

  private void cutOff(OwnNode master) {
    mend =
        () -> {
          sleep();
          servers.grounds.network().heal();
        };
    servers.grounds.network().cutOff(master.name());
  }

  /** It is of use to nobody for a while longer. */
  private void sleep() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS));
  }

  /** Brings back what has failed, and waits until all is as it was but for the roles. */
  public void mend() throws InterruptedException {
    Mend due = mend;
    mend = null;
    if (due != null) {
      due.begin();
    }
    OwnServers.await("servers that are all well", servers::isWhole);
  }
}
