package io.sluice.gateway.embedded;

import java.time.Duration;

/**
 * A Redis server as a child of this process, on the loopback interface only. It ends when it is
 * closed and when this process ends; if this process is killed the hard way, the next one that
 * starts on the same data directory stops what is left and finds all its data.
 *
 * <p>{@link #start} and {@link #close} block, each with a bound; not for threads that must not.
 */
public final class EmbeddedRedis implements AutoCloseable {
  /** A port that was free a moment ago may be taken by an outgoing connection meanwhile. */
  private static final int FREE_PORT_TRIES = 3;

  private final RedisOptions options;
  private final DataDir dir;
  private final Thread atExit;
  private volatile RedisProcess process;
  private boolean closing;

  private EmbeddedRedis(RedisProcess process, RedisOptions options, DataDir dir) {
    this.process = process;
    this.options = options.withPort(process.port());
    this.dir = dir;
    this.atExit = new Thread(this::stop, "embedded-redis-stop");
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @throws EmbeddedRedisException when it does not: the port is taken, the data directory is in
   *     use, there is no binary for this system
   */
  public static EmbeddedRedis start(RedisOptions options) {
    DataDir dir = DataDir.open(options.dataDir());
    try (RedisBinary binary = RedisBinary.unpack()) {
      Orphan.stop(dir.pidFile());
      return start(binary, options, dir, options.port() == 0 ? FREE_PORT_TRIES : 1);
    } catch (RuntimeException e) {
      dir.close();
      throw e;
    }
  }

  private static EmbeddedRedis start(
      RedisBinary binary, RedisOptions options, DataDir dir, int tries) {
    EmbeddedRedis redis =
        new EmbeddedRedis(RedisProcess.launch(binary, options, dir), options, dir);
    // From here on, so that it does not outlive a process that is stopped while it waits.
    Runtime.getRuntime().addShutdownHook(redis.atExit);
    try {
      redis.process.awaitReady();
      return redis;
    } catch (RuntimeException e) {
      redis.forgetHook();
      redis.process.stop();
      if (e instanceof PortTakenException && tries > 1) {
        return start(binary, options, dir, tries - 1);
      }
      throw e;
    }
  }

  /**
   * From now on it is started again, on its port and its data, whenever it ends unasked; one that
   * keeps nothing begins empty. Once a server.
   */
  public void keep(Kept kept) {
    Thread keeper = new Thread(new RedisKeeper(this, kept), "embedded-redis-keeper");
    keeper.setDaemon(true);
    keeper.start();
  }

  /** Told, on a thread that may block, what becomes of a server that is kept. */
  public interface Kept {
    /** It has ended unasked, and is about to be started again. */
    void ended(String why);

    /** It answers again. */
    void restarted();

    /** It ends again and again, so nobody starts it any more. */
    void givenUp(String why);
  }

  /** Blocks until the server that runs now has ended. */
  void awaitEnd() throws InterruptedException {
    process.awaitEnd();
  }

  /** What it said last. */
  String lastWords() {
    return process.lastWords();
  }

  /** Waits, but not beyond a close. */
  synchronized void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toMillis(); left > 0 && !closing; ) {
      wait(left);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /**
   * Starts a server in place of the one that has ended, and waits until it answers.
   *
   * @throws EmbeddedRedisException when it does not, or when this one is being closed
   */
  void startAgain() {
    try (RedisBinary binary = RedisBinary.unpack()) {
      launchAgain(binary).awaitReady();
    }
  }

  /** Of one that does not answer. */
  void endProcess() {
    process.stop();
  }

  private synchronized RedisProcess launchAgain(RedisBinary binary) {
    if (closing) {
      throw new EmbeddedRedisException("the embedded Redis is being closed", null);
    }
    process = RedisProcess.launch(binary, options, dir);
    return process;
  }

  public int port() {
    return process.port();
  }

  /** The address for clients. */
  public String uri() {
    return "redis://127.0.0.1:" + port();
  }

  /** The process id of the server. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Stops the server in good order, so that all it holds is on disk. Repeatable. */
  @Override
  public void close() {
    forgetHook();
    stop();
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      // Too late to remove it: the hook runs, or has run, and stopping twice does no harm.
    }
  }

  private void stop() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    process.stop();
    dir.close();
  }
}
