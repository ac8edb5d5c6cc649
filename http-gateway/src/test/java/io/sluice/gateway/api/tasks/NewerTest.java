package io.sluice.gateway.api.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What callers are told of what a newer version of Sluice wrote. */
class NewerTest {
  private static final byte NEWER = 4;
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final RedisClient CLIENT = RedisClient.create(GATEWAY.redis().uri());
  private static final RedisCommands<byte[], byte[]> REDIS =
      CLIENT.connect(ByteArrayCodec.INSTANCE).sync();

  @AfterAll
  static void stop() {
    CLIENT.shutdown();
    GATEWAY.close();
  }

  @Test
  void aTaskIsShownWithTheReasonWhyItIsNotRunHere() {
    String location = HTTP.enqueue("q", "{\"type\":\"a\",\"payload\":[1]}").header("Location");
    makeNewer("q", location.substring(location.lastIndexOf('/') + 1));

    Reply shown = HTTP.get(location + "?include=payload");
    Reply listed = HTTP.get("/v1/queues/q/tasks?state=ready");

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.member("type")).isEqualTo("a");
    assertThat(shown.member("state")).isEqualTo("ready");
    assertThat(shown.json().at("/attempt").asInt()).isZero();
    assertThat(shown.text())
        .contains("io.sluice.NewerVersion", "newer version of Sluice", "version 4");
    assertThat(listed.status()).isEqualTo(200);
    assertThat(listed.text()).contains("io.sluice.NewerVersion");
  }

  @Test
  void aWorkerOverHttpIsNotGivenIt() {
    String newer = HTTP.enqueue("claimed", "{\"type\":\"a\"}").header("Location");
    makeNewer("claimed", newer.substring(newer.lastIndexOf('/') + 1));

    Reply claimed = HTTP.post("/v1/queues/claimed/claims", "{\"max\":5}");

    assertThat(claimed.status()).isEqualTo(200);
    assertThat(claimed.json().at("/tasks")).isEmpty();
    assertThat(HTTP.get(newer).member("state")).isEqualTo("scheduled");
    assertThat(HTTP.get(newer).json().at("/attempt").asInt()).isZero();
  }

  @Test
  void aBulkActionOfANewKindIsAConflictAndNotAnErrorOfTheServer() {
    byte[] key = "sluice:{bulky}:bulk".getBytes(UTF_8);
    REDIS.hset(
        key,
        Map.of(
            "new-bulky".getBytes(UTF_8),
            """
            {"id":"new-bulky","action":"archive","from":"ready","rate":0,"type":"","error":"",\
            "state":"running","matched":1,"processed":0,"failed":0,"startedAt":1,"left":1}\
            """
                .getBytes(UTF_8)));

    Reply shown = HTTP.get("/v1/bulk-actions/new-bulky");

    assertThat(shown.status()).isEqualTo(409);
    assertThat(shown.member("code")).isEqualTo("state_conflict");
    assertThat(shown.text()).contains("begun by a newer version of Sluice");
  }

  private static void makeNewer(String queue, String id) {
    byte[] key = ("sluice:{" + queue + "}:tasks").getBytes(UTF_8);
    byte[] envelope = REDIS.hget(key, id.getBytes(UTF_8));
    envelope[0] = NEWER;
    REDIS.hset(key, Map.of(id.getBytes(UTF_8), envelope));
  }
}
