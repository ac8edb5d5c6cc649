package io.sluice.gateway.embedded;

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

  private final RedisProcess process;
  private final DataDir dir;
  private final Thread atExit;

  private EmbeddedRedis(RedisProcess process, DataDir dir) {
    this.process = process;
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
    EmbeddedRedis redis = new EmbeddedRedis(RedisProcess.launch(binary, options, dir), dir);
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
    process.stop();
    dir.close();
  }
}
