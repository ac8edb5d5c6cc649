package io.sluice.gateway.cli.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.publisher.TestPublisher;

class LineNumbersTest {
  private final TestPublisher<byte[]> input = TestPublisher.create();
  private final TestPublisher<Long> beats = TestPublisher.create();
  private final LineNumbers numbers = new LineNumbers();
  private final List<String> sent = new ArrayList<>();

  @Test
  void blankLinesKeepASlowInputAliveAndAreTakenOffTheNumbersOfItsLines() {
    Disposable subscription = subscribe();
    beats.next(1L);
    input.next("one\n".getBytes(UTF_8));
    beats.next(2L);
    beats.next(3L);
    input.next("\ntwo\nthree\n".getBytes(UTF_8));
    input.complete();

    assertThat(sent).containsExactly("\n", "one\n", "\n", "\n", "\ntwo\nthree\n");
    assertThat(numbers.ofInput(2)).isEqualTo(1);
    assertThat(numbers.ofInput(6)).isEqualTo(3);
    assertThat(numbers.ofInput(7)).isEqualTo(4);
    assertThat(numbers.tasks()).isEqualTo(3);
    assertThat(numbers.complete()).isTrue();
    assertThat(subscription.isDisposed()).isTrue();
  }

  @Test
  void noBlankLineIsPutIntoALineThatHasBegun() {
    subscribe();
    input.next("on".getBytes(UTF_8));
    beats.next(1L);
    input.next("e\n".getBytes(UTF_8));
    beats.next(2L);

    assertThat(sent).containsExactly("on", "e\n", "\n");
    assertThat(numbers.ofInput(1)).isEqualTo(1);
    assertThat(numbers.complete()).isFalse();
  }

  @Test
  void aLastLineWithoutAnEndIsATaskToo() {
    subscribe();
    input.next(" \r\none\ntwo".getBytes(UTF_8));
    input.complete();

    assertThat(numbers.tasks()).isEqualTo(2);
  }

  private Disposable subscribe() {
    return numbers
        .counted(input.flux(), beats.flux())
        .subscribe(
            part -> sent.add(new String(part, UTF_8)),
            error -> {
              throw new AssertionError(error);
            });
  }
}
