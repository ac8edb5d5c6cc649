package io.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.DroppedSignals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.publisher.TestPublisher.Violation;

class HearingTest {
  /** Goes on when it was cancelled, as a source does that another thread is ending just then. */
  private final TestPublisher<String> source =
      TestPublisher.createNoncompliant(Violation.CLEANUP_ON_TERMINATE);

  private final List<String> heard = new ArrayList<>();

  private Disposable hearing() {
    return Hearing.of(
        source,
        value -> heard.add(value),
        error -> heard.add("error: " + error.getMessage()),
        () -> heard.add("end"));
  }

  @Test
  void hearsAllThatIsGivenAndTheEnd() {
    Disposable hearing = hearing();

    source.next("one", "two").complete();

    assertThat(heard).containsExactly("one", "two", "end");
    assertThat(hearing.isDisposed()).isTrue();
  }

  @Test
  void hearsAnError() {
    hearing();

    source.next("one").error(new IllegalStateException("refused"));

    assertThat(heard).containsExactly("one", "error: refused");
  }

  @Test
  void leavesWhenItIsDisposedOf() {
    hearing().dispose();

    source.assertCancelled();
  }

  @Test
  void anErrorThatComesWhenItHasLeftIsLetGo() {
    hearing().dispose();

    source.error(new IllegalStateException("too late"));

    assertThat(heard).isEmpty();
    assertThat(DroppedSignals.taken()).isEmpty();
  }

  @Test
  void whatItsReaderThrowsEndsItAsAnError() {
    Disposable hearing =
        Hearing.of(
            Flux.just("one", "two"),
            value -> {
              throw new LinkageError("no such class");
            },
            error -> heard.add(Caught.originOf(error).getMessage()));

    assertThat(heard).containsExactly("no such class");
    assertThat(hearing.isDisposed()).isTrue();
  }
}
