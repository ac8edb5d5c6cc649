package io.sluice.gateway.cli.tasks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A stream of bytes as a publisher: each part is read when it is asked for. */
public final class InputParts {
  private static final int PART_BYTES = 16 * 1024;

  /** Read on a thread that may block. */
  public static Flux<byte[]> of(InputStream in) {
    return Flux.<byte[], byte[]>generate(
            () -> new byte[PART_BYTES],
            (buffer, sink) -> {
              int count = read(in, buffer);
              if (count < 0) {
                sink.complete();
              } else {
                sink.next(Arrays.copyOf(buffer, count));
              }
              return buffer;
            })
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException("the lines cannot be read: " + e.getMessage(), e);
    }
  }

  private InputParts() {}
}
