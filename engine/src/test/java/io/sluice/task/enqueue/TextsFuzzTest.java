package io.sluice.task.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.grammar.Grammar;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.RetryPolicy.Backoff;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

/** Names, ids and policies that anybody gives: taken within their bounds, or refused. */
class TextsFuzzTest {
  private static final long OVER_A_YEAR = 1L << 55;

  @Property(tries = 1_000)
  void aNameIsWhatItsPatternSays(
      @ForAll String any,
      @ForAll @CharRange(from = '-', to = 'z') @Chars({'.', '_', '-'}) @StringLength(max = 140)
          String likely) {
    names(any.getBytes(UTF_8));
    names(likely.getBytes(UTF_8));
  }

  @FuzzTest
  void names(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    assertThat(Grammar.isName(text)).isEqualTo(text.matches(Grammar.NAME));
    boolean addressable = !text.equals(".") && !text.equals("..");
    assertThat(Grammar.isId(text)).isEqualTo(addressable && text.matches(Grammar.ID));
  }

  @Property(tries = 1_000)
  void aPolicyIsRefusedOrWaitsWithinItsBounds(
      @ForAll @IntRange(min = 0, max = 100) int maxAttempts,
      @ForAll Backoff backoff,
      @ForAll @LongRange(min = -1, max = OVER_A_YEAR) long initialNanos,
      @ForAll @LongRange(min = -1, max = OVER_A_YEAR) long maxNanos,
      @ForAll @DoubleRange(min = -0.1, max = 1.1) double jitter,
      @ForAll int failures,
      @ForAll long seed) {
    RetryPolicy policy;
    try {
      policy =
          new RetryPolicy(
              maxAttempts,
              backoff,
              Duration.ofNanos(initialNanos),
              Duration.ofNanos(maxNanos),
              jitter);
    } catch (InvalidTaskException refused) {
      assertThat(refused.pointer()).startsWith("/retry/");
      return;
    }
    assertThat(policy.delayAfter(failures, new Random(seed)))
        .isBetween(Duration.ZERO, policy.max().plusMillis(1));
  }
}
