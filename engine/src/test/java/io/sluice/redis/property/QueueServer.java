package io.sluice.redis.property;

import io.sluice.spec.Programs;
import io.sluice.spec.Server;
import io.sluice.spec.Variant;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.List;

/** A Redis on which sequences of calls are led through a queue. */
final class QueueServer implements AutoCloseable {
  private final TestRedis redis = TestRedis.start();
  private final RedisLine line = new RedisLine(redis.port());

  void lead(Variant variant, List<Step> steps, boolean keepsResults) {
    Server server = new Server(line, new Programs(variant));
    Object unused = server.command("FLUSHALL");
    BothQueues queues = new BothQueues(server, keepsResults);
    steps.forEach(queues::take);
  }

  @Override
  public void close() {
    line.close();
    redis.close();
  }
}
