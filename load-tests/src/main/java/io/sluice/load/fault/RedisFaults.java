package io.sluice.load.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does harm to a Redis of the run's own. Every fault is over when its method returns, so that one
 * comes after the other; one that did not take effect is an error. Not thread-safe.
 */
public final class RedisFaults implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int SHORTEST_MILLIS = 1_000;
  private static final int LONGEST_STOP_MILLIS = 10_000;
  private static final int LONGEST_MILLIS = 3_000;
  private static final int LOOK_MILLIS = 20;
  private static final int LOAD_DELAY_MICROS = 300;
  private static final String DEAD_PORT = "1";
  private static final String LOOP = "while true do end";

  private final OwnRedis redis;
  private final SplittableRandom random;
  private @Nullable Console open;

  public RedisFaults(OwnRedis redis, long seed) {
    this.redis = redis;
    this.random = new SplittableRandom(seed);
  }

  /** Lets it happen, and returns when it is over. */
  public void happen(Fault fault) throws InterruptedException {
    try {
      begin(fault);
    } catch (RuntimeException e) {
      // What it was told last may still be answered: the next one begins on another connection.
      hangUp();
      throw e;
    }
  }

  private void begin(Fault fault) throws InterruptedException {
    switch (fault) {
      case RESTART_REDIS -> restart();
      case STOP_REDIS -> stop();
      case PAUSE_REDIS -> pause();
      case OUT_OF_MEMORY -> outOfMemory();
      case BUSY -> busy();
      case READ_ONLY -> readOnly();
      case LOADING -> load();
      case MISCONF -> misconfigure();
      case FLUSH_SCRIPTS -> console().order("SCRIPT", "FLUSH");
      case KILL_CLIENTS -> killClients();
      default -> throw new IllegalArgumentException(fault + " is none of Redis");
    }
  }

  private void restart() {
    hangUp();
    redis.restart();
  }

  private void stop() throws InterruptedException {
    redis.signal(Signal.STOP);
    try {
      sleep(SHORTEST_MILLIS, LONGEST_STOP_MILLIS);
    } finally {
      redis.signal(Signal.CONT);
    }
  }

  private void pause() throws InterruptedException {
    long millis = random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS);
    console().order("CLIENT", "PAUSE", String.valueOf(millis), "ALL");
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  private void outOfMemory() throws InterruptedException {
    console().order("CONFIG", "SET", "maxmemory", "1");
    sleep(SHORTEST_MILLIS, LONGEST_MILLIS);
    console().order("CONFIG", "SET", "maxmemory", "0");
  }

  /** The script has written nothing, so that it can be killed. */
  private void busy() throws InterruptedException {
    console().order("CONFIG", "SET", "busy-reply-threshold", "200");
    Thread looping = new Thread(this::loop, "busy-redis");
    looping.start();
    awaitAnswer("-BUSY");
    sleep(SHORTEST_MILLIS, LONGEST_MILLIS);
    console().order("SCRIPT", "KILL");
    looping.join();
  }

  private void loop() {
    try (Console console = Console.to(redis.port(), PATIENCE)) {
      // Killed is how it ends; that it ran, whoever waits for BUSY sees.
      console.call("EVAL", LOOP, "0");
    }
  }

  private void readOnly() throws InterruptedException {
    console().order("REPLICAOF", "127.0.0.1", DEAD_PORT);
    sleep(SHORTEST_MILLIS, LONGEST_MILLIS);
    console().order("REPLICAOF", "NO", "ONE");
  }

  /** It dawdles until it was heard to load for a while. */
  private void load() throws InterruptedException {
    hangUp();
    redis.kill();
    Thread starting = new Thread(() -> redis.startAgain(LOAD_DELAY_MICROS), "loading-redis");
    starting.start();
    awaitAnswer("-LOADING");
    sleep(SHORTEST_MILLIS, LONGEST_MILLIS);
    console().order("CONFIG", "SET", "key-load-delay", "0");
    starting.join();
  }

  /** Where the snapshot should be there is a folder that is not empty, so it cannot be written. */
  private void misconfigure() throws InterruptedException {
    Path inTheWay = redis.folder().resolve("dump.rdb").resolve("in-the-way");
    try {
      Files.createDirectories(inTheWay);
      console().order("CONFIG", "SET", "save", "3600 1000000000");
      snapshot();
      sleep(SHORTEST_MILLIS, LONGEST_MILLIS);
      console().order("CONFIG", "SET", "save", "");
      Files.delete(inTheWay);
      Files.delete(redis.folder().resolve("dump.rdb"));
    } catch (IOException e) {
      throw new UncheckedIOException("no snapshot could be made to fail", e);
    }
  }

  /** One that was asked for while a rewrite ran is scheduled, and fails later. */
  private void snapshot() throws InterruptedException {
    console().order("BGSAVE", "SCHEDULE");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!console().call("INFO", "persistence").contains("rdb_last_bgsave_status:err")) {
      failAfter(end, "a snapshot did not fail");
    }
  }

  private void killClients() {
    console().order("CLIENT", "KILL", "TYPE", "normal");
    console().order("CLIENT", "KILL", "TYPE", "pubsub");
  }

  private void awaitAnswer(String wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ping().startsWith(wanted)) {
      failAfter(end, "Redis did not say " + wanted);
    }
  }

  private String ping() {
    try {
      return console().call("PING");
    } catch (UncheckedIOException notYet) {
      hangUp();
      return "";
    }
  }

  private static void failAfter(long end, String what) throws InterruptedException {
    if (System.nanoTime() > end) {
      throw new IllegalStateException(what + " within " + PATIENCE);
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  private void sleep(int atLeast, int below) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextLong(atLeast, below));
  }

  private Console console() {
    Console console = open;
    if (console == null) {
      console = Console.to(redis.port(), PATIENCE);
      open = console;
    }
    return console;
  }

  private void hangUp() {
    Console console = open;
    if (console != null) {
      console.close();
    }
    open = null;
  }

  @Override
  public void close() {
    hangUp();
  }
}
