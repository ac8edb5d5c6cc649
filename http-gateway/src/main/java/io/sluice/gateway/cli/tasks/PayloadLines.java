package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.json.Json;
import io.sluice.gateway.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Makes a task of each line of an input, which holds its payload. A line that is no JSON goes on as
 * it is, so that the gateway refuses it by its number; blank lines stay, so that numbers agree.
 */
public final class PayloadLines {
  private static final int MAX_LINE_BYTES = Json.MAX_DOCUMENT_BYTES;

  private final String type;
  private final @Nullable String batch;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private long number = 1;

  private PayloadLines(String type, @Nullable String batch) {
    this.type = type;
    this.batch = batch;
  }

  /** Errors with {@link IllegalArgumentException} when a line is longer than any task may be. */
  static Flux<byte[]> tasks(Flux<byte[]> input, String type) {
    return tasks(input, type, null);
  }

  /**
   * The same.
   *
   * @param batch of which the tasks are members, or null
   */
  public static Flux<byte[]> tasks(Flux<byte[]> input, String type, @Nullable String batch) {
    return Flux.defer(
        () -> {
          PayloadLines lines = new PayloadLines(type, batch);
          return input
              .concatMapIterable(lines::take, 1)
              .concatWith(Flux.defer(() -> Flux.fromIterable(lines.rest())));
        });
  }

  /** The tasks of the lines that end in this part, as one part. */
  private List<byte[]> take(byte[] part) {
    ByteArrayOutputStream tasks = new ByteArrayOutputStream();
    int from = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] == '\n') {
        begun.write(part, from, i - from);
        tasks.writeBytes(task());
        tasks.write('\n');
        from = i + 1;
      }
    }
    begun.write(part, from, part.length - from);
    if (begun.size() > MAX_LINE_BYTES) {
      throw new IllegalArgumentException(
          "line " + number + " is longer than " + MAX_LINE_BYTES + " bytes, which no task may be");
    }
    return tasks.size() == 0 ? List.of() : List.of(tasks.toByteArray());
  }

  private List<byte[]> rest() {
    List<byte[]> last = new ArrayList<>(1);
    if (begun.size() > 0) {
      last.add(task());
    }
    return last;
  }

  private byte[] task() {
    byte[] line = begun.toByteArray();
    begun.reset();
    number++;
    return Json.isJson(line)
        ? JsonObject.write(
            json -> json.put("type", type).put("batch", batch).putJson("payload", line))
        : line;
  }
}
