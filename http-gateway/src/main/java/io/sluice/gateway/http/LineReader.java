package io.sluice.gateway.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * Cuts a body into lines. Keeps nothing but the line that has begun, and of one that is too long
 * not even that: it is stepped over and told. Blank lines are left out.
 */
final class LineReader {
  private static final int FIRST_BYTES = 512;

  private final int maxBytes;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream(FIRST_BYTES);
  private boolean tooLong;
  private long number;

  LineReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * The lines that end in each part, in order, as many together as the group takes; the last line
   * of all needs no line feed. Asks for the next part when the lines of this one were taken.
   */
  static Flux<List<Line>> read(Flux<byte[]> parts, int maxBytes, LineGroup group) {
    return Flux.defer(
        () -> {
          LineReader reader = new LineReader(maxBytes);
          return parts
              .concatMapIterable(part -> group.split(reader.take(part)), 1)
              .concatWith(Flux.defer(() -> Flux.fromIterable(group.split(reader.end()))));
        });
  }

  /** The lines that end in this part. */
  List<Line> take(byte[] part) {
    List<Line> ended = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] == '\n') {
        add(part, from, i);
        endLine(ended);
        from = i + 1;
      }
    }
    add(part, from, part.length);
    return ended;
  }

  /** The line that nothing ended. */
  List<Line> end() {
    List<Line> last = new ArrayList<>(1);
    endLine(last);
    return last;
  }

  private void add(byte[] part, int from, int to) {
    if (!tooLong && begun.size() + (to - from) <= maxBytes) {
      begun.write(part, from, to - from);
    } else {
      tooLong = true;
      begun.reset();
    }
  }

  private void endLine(List<Line> ended) {
    number++;
    byte[] bytes = begun.toByteArray();
    if (tooLong || !isBlank(bytes)) {
      ended.add(new Line(number, bytes, tooLong));
    }
    begun.reset();
    tooLong = false;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
