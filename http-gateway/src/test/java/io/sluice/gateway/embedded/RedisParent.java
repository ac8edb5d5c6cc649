package io.sluice.gateway.embedded;

import java.nio.file.Path;

/** A process that starts an embedded Redis and then does nothing, to be killed. */
final class RedisParent {
  public static void main(String[] args) throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(Path.of(args[0])));
    System.out.println(redis.port() + " " + redis.pid());
    System.in.read();
    redis.close();
  }

  private RedisParent() {}
}
