package io.sluice.redis.durable;

import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.List;

/** A master and one replica that follows it. */
final class MasterAndReplica implements AutoCloseable {
  private static final String NAMESPACE = "sluice";

  final TestRedis master;
  final TestRedis replica;

  private MasterAndReplica(TestRedis master, TestRedis replica) {
    this.master = master;
    this.replica = replica;
  }

  static MasterAndReplica start() {
    TestRedis master = TestRedis.with("--repl-diskless-sync-delay 0");
    TestRedis replica = TestRedis.with("--replicaof 127.0.0.1 " + master.port());
    Eventually.eventually(() -> said(master, "INFO", "replication").contains("state=online"));
    return new MasterAndReplica(master, replica);
  }

  /** Whether a server has a task of a queue, whatever state that is in. */
  static boolean has(TestRedis redis, String queue, String id) {
    return said(redis, "HEXISTS", NAMESPACE + ":{" + queue + "}:tasks", id).equals("1");
  }

  static String said(TestRedis redis, String... words) {
    try (RedisLine line = new RedisLine(redis.port())) {
      return String.valueOf(line.say(List.of(words)));
    }
  }

  @Override
  public void close() {
    replica.close();
    master.close();
  }
}
