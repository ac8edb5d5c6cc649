package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class LineReaderTest {
  private static final int MAX = 8;
  private static final LineGroup THREE = new LineGroup(3, 100);

  @Test
  void cutsLinesWhereverTheBodyIsCut() {
    String body = "a\nbb\r\n\n \t\r\nccc\nd";
    for (int size = 1; size <= body.length(); size++) {
      assertThat(read(body, size))
          .as("parts of " + size)
          .containsExactly("1:a", "2:bb\r", "5:ccc", "6:d");
    }
  }

  @Test
  void stepsOverALineThatIsTooLongAndGoesOnWithTheNext() {
    String body = "12345678\n123456789\nx\n" + "y".repeat(50) + "\n\n123456789";
    for (int size = 1; size <= body.length(); size++) {
      assertThat(read(body, size))
          .as("parts of " + size)
          .containsExactly("1:12345678", "2:too long", "3:x", "4:too long", "6:too long");
    }
  }

  @Test
  void asksForTheNextPartWhenTheLinesOfThisOneWereTaken() {
    TestPublisher<byte[]> parts = TestPublisher.create();

    StepVerifier.create(LineReader.read(parts.flux(), MAX, new LineGroup(2, 100)), 0)
        .then(parts::assertWasSubscribed)
        .thenRequest(1)
        .then(() -> parts.next("a\nb\nc\n".getBytes(UTF_8)))
        .expectNextMatches(lines -> lines.size() == 2)
        .then(() -> parts.assertMaxRequested(1))
        .thenRequest(1)
        .expectNextMatches(lines -> lines.size() == 1)
        .thenRequest(1)
        .then(() -> parts.next("d".getBytes(UTF_8)))
        .then(parts::complete)
        .expectNextMatches(lines -> lines.get(0).number() == 4)
        .verifyComplete();
  }

  @Test
  void putsLinesTogetherUpToSoManyAndUpToSoManyBytes() {
    byte[] body = "aaaa\nbb\nccc\ndddddddd\ne\nf\ng\nh\n".getBytes(UTF_8);

    assertThat(LineReader.read(Flux.just(body), MAX, new LineGroup(3, 6)).collectList().block())
        .extracting(lines -> lines.stream().map(line -> new String(line.bytes(), UTF_8)).toList())
        .containsExactly(
            List.of("aaaa", "bb"),
            List.of("ccc"),
            List.of("dddddddd"),
            List.of("e", "f", "g"),
            List.of("h"));
  }

  @Test
  void hasNoLinesWhereThereIsNoBody() {
    assertThat(read("", 1)).isEmpty();
    assertThat(read("\n\n", 1)).isEmpty();
  }

  private static List<String> read(String body, int size) {
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < body.length(); from += size) {
      parts.add(body.substring(from, Math.min(body.length(), from + size)).getBytes(UTF_8));
    }
    return LineReader.read(Flux.fromIterable(parts), MAX, THREE)
        .flatMapIterable(lines -> lines)
        .map(
            line ->
                line.number()
                    + ":"
                    + (line.tooLong() ? "too long" : new String(line.bytes(), UTF_8)))
        .collectList()
        .blockOptional()
        .orElseThrow();
  }
}
