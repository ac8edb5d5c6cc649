package io.sluice.redis.durable;

import static io.sluice.Work.ECHO;
import static io.sluice.redis.durable.MasterAndReplica.said;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.NewTask;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Enqueues that wait until Redis has the task on its disk. */
class FsyncTest {
  private static final Confirmation CONFIRMED = new Confirmation(Durability.FSYNC, true);
  private static final String QUEUE = "written";

  @Test
  void aRedisThatWritesBeforeItAnswersIsBelieved() {
    try (TestRedis redis = TestRedis.durable()) {
      with(
          redis.uri(),
          sluice -> {
            for (int i = 0; i < 20; i++) {
              assertThat(sluice.enqueue(QUEUE, written("n" + i)).block(SOON).confirmation())
                  .isEqualTo(CONFIRMED);
            }
          });
    }
  }

  @Test
  void aRedisThatKeepsNoFileIsRefusedByNameAndGetsNothing() {
    try (TestRedis redis = TestRedis.start()) {
      with(redis.uri(), sluice -> refuses(redis, sluice, "appendonly yes"));
    }
  }

  @Test
  void aRedisThatKeepsNoFileAndForbidsToAskIsRefused() {
    try (TestRedis redis = TestRedis.with("--rename-command CONFIG ")) {
      with(redis.uri(), sluice -> refuses(redis, sluice, ""));
    }
  }

  @Test
  void aRedisThatIsSetToWriteLaterIsNotBelievedFromThenOn() {
    try (TestRedis redis = TestRedis.durable()) {
      with(
          redis.uri(),
          sluice -> {
            assertThat(sluice.enqueue(QUEUE, written("before")).block(SOON).confirmation())
                .isEqualTo(CONFIRMED);
            said(redis, "CONFIG", "SET", "no-appendfsync-on-rewrite", "yes");

            assertThat(sluice.enqueue(QUEUE, written("after")).block(SOON).confirmation())
                .isEqualTo(new Confirmation(Durability.FSYNC, false));
          });
    }
  }

  @Test
  void whoMayNotSendWhatAReplicaIsAskedByIsTold() {
    try (TestRedis redis = TestRedis.start()) {
      said(redis, "ACL", "SETUSER", "poor", "on", ">poor", "~*", "&*", "+@all", "-wait");
      with(
          "redis://poor:poor@127.0.0.1:" + redis.port(),
          sluice ->
              assertThatThrownBy(
                      () ->
                          sluice
                              .enqueue(QUEUE, ECHO.with("x").durability(Durability.REPLICA))
                              .block(SOON))
                  .isInstanceOf(InvalidTaskException.class)
                  .hasMessageContaining("durability replica")
                  .hasMessageContaining("may not send wait"));
    }
  }

  private static void refuses(TestRedis redis, Sluice sluice, String why) {
    assertThatThrownBy(() -> sluice.enqueue(QUEUE, written("refused")).block(SOON))
        .isInstanceOfSatisfying(
            InvalidTaskException.class,
            error -> assertThat(error.pointer()).isEqualTo("/durability"))
        .hasMessageContaining("durability fsync")
        .hasMessageContaining(why);
    assertThat(said(redis, "EXISTS", "sluice:{" + QUEUE + "}:tasks")).isEqualTo("0");
  }

  private static void with(String uri, Consumer<Sluice> test) {
    Sluice sluice = Sluice.builder(SluiceConfig.of(uri)).connect();
    try {
      test.accept(sluice);
    } finally {
      sluice.stop(Duration.ZERO).block(SOON);
    }
  }

  private static NewTask<String, String> written(String text) {
    return ECHO.with(text).durability(Durability.FSYNC);
  }
}
