package io.sluice.load.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void theEmbeddedRedisIsOnLoopbackKeepsNothingAndGoesWithItsTarget() {
    Target target = Targets.open("embedded");
    try (target;
        RedisLink redis = RedisLink.connect(target.redisUri())) {
      assertThat(target.redisUri()).startsWith("redis://127.0.0.1:");
      assertThat(redis.commands().configGet("bind", "appendonly", "save").block(LIMIT))
          .containsEntry("bind", "127.0.0.1")
          .containsEntry("appendonly", "no")
          .containsEntry("save", "");
    }

    assertThatThrownBy(() -> RedisLink.connect(target.redisUri()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no Redis answers at 127.0.0.1");
  }

  @Test
  void aSweepRemovesTheKeysOfItsNamespaceAndNoOthers() {
    try (Target target = Targets.open("embedded");
        RedisLink redis = RedisLink.connect(target.redisUri())) {
      for (int i = 0; i < 1200; i++) {
        redis.commands().set("load-1:{q}:" + i, "x").block(LIMIT);
      }
      redis.commands().set("load-12:{q}:tasks", "x").block(LIMIT);
      redis.commands().set("load-1", "x").block(LIMIT);

      assertThat(new NamespaceSweep(redis).remove("load-1").block(LIMIT)).isEqualTo(1200);
      assertThat(redis.commands().keys("*").collectList().block(LIMIT))
          .containsExactlyInAnyOrder("load-12:{q}:tasks", "load-1");
    }
  }

  @Test
  void aRemoteRedisIsTakenAsItIsAndItsAddressIsNotShown() {
    Target target = Targets.open("redis://user:secret@example.org:6379");

    assertThat(target.redisUri()).isEqualTo("redis://user:secret@example.org:6379");
    assertThat(target.kind()).isEqualTo("redis");
    assertThat(target).asString().doesNotContain("secret", "example");
  }

  @Test
  void anotherKindOfAddressIsRefused() {
    assertThatThrownBy(() -> Targets.open("ftp://example.org"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ftp://example.org");
  }

  @Test
  void theGrammarOfAnAddressIsThatOfTheEngine() {
    String sentinels = "redis-sentinel://:secret@one,two:7001/0?sentinel=eye:secret#main";

    assertThat(Targets.checked(sentinels)).isEqualTo(sentinels);
    assertThatThrownBy(() -> Targets.checked("redis-sentinel://:secret@one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must end with # and the name")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void aGatewayIsKnownAndIsNoRedis() {
    assertThat(Targets.checked("http://example.org")).isEqualTo("http://example.org");
    assertThatThrownBy(() -> Targets.open("http://example.org"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://example.org is a gateway");
  }

  @Test
  void theNodesOfAClusterAreTaken() {
    String nodes = "redis-cluster://:secret@one:7000,two:7001";

    assertThat(Targets.checked(nodes)).isEqualTo(nodes);
    assertThatThrownBy(() -> Targets.checked("redis-cluster://:secret@one:7000/3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a Cluster has no databases but 0")
        .message()
        .doesNotContain("secret");
  }
}
