package io.sluice.gateway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class LineSplitterTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void linesAreTheSameWhereverTheirPartsEnd(int partBytes) {
    byte[] text = "one\r\n\nzwölf\nend".getBytes(UTF_8);
    List<byte[]> parts =
        IntStream.iterate(0, from -> from < text.length, from -> from + partBytes)
            .mapToObj(
                from -> Arrays.copyOfRange(text, from, Math.min(text.length, from + partBytes)))
            .toList();

    assertThat(LineSplitter.lines(Flux.fromIterable(parts)).collectList().block())
        .containsExactly("one", "", "zwölf", "end");
  }

  @Test
  void aLineThatEndsTheTextIsNotFollowedByAnEmptyOne() {
    assertThat(LineSplitter.lines(Flux.just("a\n".getBytes(UTF_8))).collectList().block())
        .containsExactly("a");
  }
}
