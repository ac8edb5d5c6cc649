package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.RedisText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the commands say of the format of the data, and of one that they would misread. */
class FormatTest {
  private static final int CANNOT_CONNECT = 5;
  private static final EmbeddedRedis REDIS =
      EmbeddedRedis.start(RedisOptions.IN_MEMORY.withAppendOnly(true));

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void theDoctorShowsTheFormat() {
    CommandRun told = doctor("first");

    assertThat(told.out()).containsPattern("ok +format of the data +1\n");
    assertThat(told.exitCode()).isZero();
  }

  @Test
  void theDoctorNotesOneThatOnlyAdds() throws Exception {
    RedisText.ask(REDIS.port(), "HSET adds:format written 2 needs 1");

    CommandRun told = doctor("adds");

    assertThat(told.out())
        .containsPattern("note +format of the data +2, this version knows formats up to 1")
        .contains("update this version");
    assertThat(told.exitCode()).isZero();
  }

  @Test
  void noneOfThemStartsOnOneThatItWouldMisread() throws Exception {
    RedisText.ask(REDIS.port(), "HSET misread:format written 3 needs 2");

    assertRefused(doctor("misread"));
    assertRefused(
        CommandRun.of("serve", "--port", "0", "--redis", REDIS.uri(), "--namespace", "misread"));
  }

  private static void assertRefused(CommandRun told) {
    assertThat(told.err().lines()).hasSize(1);
    assertThat(told.err())
        .contains(
            "cannot use the Redis at ",
            "the data of namespace 'misread' cannot be used: it is in format 3, which needs a"
                + " Sluice that knows format 2; this one knows formats up to 1: update it");
    assertThat(told.exitCode()).isEqualTo(CANNOT_CONNECT);
  }

  private static CommandRun doctor(String namespace) {
    return CommandRun.of("doctor", "--redis", REDIS.uri(), "--namespace", namespace);
  }
}
