package io.sluice.gateway.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/** Cuts what comes in into lines, wherever its parts end. */
final class LineSplitter {
  /** A task with its result is far smaller; without a bound, a wrong server could fill the heap. */
  private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private LineSplitter() {}

  /** The lines without their ends; also the last one, if nothing ends it. */
  static Flux<String> lines(Flux<byte[]> parts) {
    return Flux.defer(
        () -> {
          LineSplitter splitter = new LineSplitter();
          return parts
              .concatMapIterable(splitter::take, 1)
              .concatWith(Flux.defer(() -> Flux.fromIterable(splitter.rest())));
        });
  }

  private List<String> take(byte[] part) {
    List<String> ended = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] == '\n') {
        begun.write(part, from, i - from);
        ended.add(line());
        from = i + 1;
      }
    }
    begun.write(part, from, part.length - from);
    if (begun.size() > MAX_LINE_BYTES) {
      throw new IllegalStateException("the server sent a line over " + MAX_LINE_BYTES + " bytes");
    }
    return ended;
  }

  private List<String> rest() {
    return begun.size() == 0 ? List.of() : List.of(line());
  }

  private String line() {
    String line = begun.toString(StandardCharsets.UTF_8);
    begun.reset();
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
