package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisInfoTest {
  private static final String WHOLE_PROCESS =
      """
      # Server\r
      redis_version:6.2.1\r
      # Memory\r
      used_memory:1048576\r
      # CPU\r
      used_cpu_sys:1.000002\r
      used_cpu_user:2.5\r
      """;

  private static final String MAIN_THREAD =
      WHOLE_PROCESS + "used_cpu_sys_main_thread:0.25\r\nused_cpu_user_main_thread:0.5\r\n";

  @Test
  void cpuIsThatOfTheMainThread() {
    assertThat(RedisInfo.parse(MAIN_THREAD).cpuMicros()).isEqualTo(750_000);
  }

  @Test
  void olderServersOnlyTellThatOfTheProcess() {
    assertThat(RedisInfo.parse(WHOLE_PROCESS).cpuMicros()).isEqualTo(3_500_002);
  }

  @Test
  void memoryAndVersionAreRead() {
    RedisInfo info = RedisInfo.parse(WHOLE_PROCESS);

    assertThat(info.memoryBytes()).isEqualTo(1 << 20);
    assertThat(info.version()).isEqualTo("6.2.1");
  }

  @Test
  void aMissingFieldIsNamed() {
    assertThatThrownBy(() -> RedisInfo.parse("").memoryBytes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("used_memory");
  }

  @Test
  void persistenceIsPutIntoWords() {
    assertThat(RedisFacts.persistence("no", "everysec", "")).isEqualTo("none");
    assertThat(RedisFacts.persistence("yes", "everysec", ""))
        .isEqualTo("append-only file, fsync everysec");
    assertThat(RedisFacts.persistence("no", "everysec", "3600 1")).isEqualTo("snapshots");
    assertThat(RedisFacts.persistence("yes", "always", "3600 1"))
        .isEqualTo("append-only file, fsync always, and snapshots");
  }

  @Test
  void countsTheCallsOfClientsAndNotWhatTheirScriptsCall() {
    RedisInfo info =
        RedisInfo.parse(
            """
            # Commandstats
            cmdstat_evalsha:calls=30,usec=900,usec_per_call=30.00,rejected_calls=0,failed_calls=0
            cmdstat_hset:calls=400,usec=80,usec_per_call=0.20,rejected_calls=0,failed_calls=0
            cmdstat_blmove:calls=12,usec=80,usec_per_call=6.66,rejected_calls=0,failed_calls=0
            cmdstat_info:calls=9,usec=80,usec_per_call=8.88,rejected_calls=0,failed_calls=0
            """);

    assertThat(info.calls()).isEqualTo(42);
  }
}
