package io.sluice.format;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.cluster.SlotHash;
import io.sluice.Sluice;
import io.sluice.Work;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.view.ServerFacts.DataFormat;
import io.sluice.testing.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The format of a namespace whose queues lie on several nodes. */
class ClusterFormatTest {
  private static final String KEY = "sluice:format";

  @Test
  void aClusterHasOneFormat() {
    try (TestCluster cluster = TestCluster.of(3)) {
      Sluice sluice = Sluice.connect(cluster.uri());
      for (String queue : new String[] {"a", "b", "c", "d"}) {
        assertThat(sluice.enqueue(queue, Work.ECHO.with("x")).block(SOON)).isNotNull();
      }

      assertThat(sluice.serverFacts().block(SOON).format()).isEqualTo(new DataFormat(1, 2));
      sluice.stop(Duration.ZERO).block(SOON);

      TestCluster.say(
          cluster.ownerOf(SlotHash.getSlot(KEY)), "HSET", KEY, "written", "3", "needs", "3");
      assertThatThrownBy(() -> Sluice.connect(cluster.uri()))
          .isInstanceOf(RedisUnavailableException.class)
          .hasMessageContaining("needs a Sluice that knows format 3");
    }
  }
}
