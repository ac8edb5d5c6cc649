package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueSharesTest {
  @Test
  void strictKeepsTheOrder() {
    QueueShares shares = QueueShares.strict("critical", "default", "low");

    assertThat(shares.isStrict()).isTrue();
    assertThat(shares.queues())
        .extracting(QueueName::value)
        .containsExactly("critical", "default", "low");
    assertThat(shares).hasToString("strict [critical, default, low]");
  }

  @Test
  void weightedKeepsTheWeights() {
    QueueShares shares = QueueShares.weighted(Map.of("a", 6, "b", QueueShares.MAX_WEIGHT));

    assertThat(shares.isStrict()).isFalse();
    assertThat(shares.weights())
        .containsOnly(
            Map.entry(QueueName.of("a"), 6), Map.entry(QueueName.of("b"), QueueShares.MAX_WEIGHT));
  }

  @Test
  void noQueueOrTooManyAreRefused() {
    String[] many =
        IntStream.rangeClosed(0, QueueShares.MAX_QUEUES)
            .mapToObj(i -> "q" + i)
            .toArray(String[]::new);

    assertThatThrownBy(() -> QueueShares.strict())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queues must be 1 to 100, is 0");
    assertThatThrownBy(() -> QueueShares.strict(many))
        .hasMessage("queues must be 1 to 100, is 101");
    assertThatThrownBy(() -> QueueShares.weighted(Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aQueueTwiceAWeightOutOfBoundsAndABadNameAreRefused() {
    assertThatThrownBy(() -> QueueShares.strict("a", "b", "a"))
        .hasMessage("queues must be different, is a");
    for (int bad : new int[] {-1, 0, QueueShares.MAX_WEIGHT + 1}) {
      assertThatThrownBy(() -> QueueShares.weighted(Map.of("a", bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("weight of a must be 1 to 1000, is " + bad);
    }
    assertThatThrownBy(() -> QueueShares.strict("no spaces"))
        .isInstanceOf(InvalidTaskException.class);
  }
}
