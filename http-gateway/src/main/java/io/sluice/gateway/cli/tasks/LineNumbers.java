package io.sluice.gateway.cli.tasks;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Counts the lines that are sent, and which of them are none of the input.
 *
 * <p>The gateway gives up a stream that says nothing for some seconds. So that a slow input may
 * take its time, blank lines are sent between its lines: they are no tasks, but the gateway numbers
 * them. How many there are is bounded by time: one a beat.
 */
final class LineNumbers {
  private static final Duration BEAT = Duration.ofSeconds(2);
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] BLANK_LINE = {'\n'};

  /** How many there are up to each of them. */
  private final NavigableMap<Long, Long> blanks = new ConcurrentSkipListMap<>();

  private long sent;
  private long ended;
  private boolean begun;
  private boolean hasContent;
  private volatile long tasks;
  private volatile boolean complete;

  /** The input with blank lines between; each part is asked for when the one before was taken. */
  Flux<byte[]> counted(Flux<byte[]> input) {
    return counted(input, Flux.interval(BEAT));
  }

  Flux<byte[]> counted(Flux<byte[]> input, Flux<?> beats) {
    Sinks.Empty<Void> over = Sinks.empty();
    Flux<byte[]> blankLines =
        beats.onBackpressureDrop().map(beat -> NOTHING).takeUntilOther(over.asMono());
    return Flux.merge(1, input.doOnTerminate(over::tryEmitEmpty), blankLines)
        .map(part -> part.length == 0 ? blankLine() : input(part))
        .filter(part -> part.length > 0)
        .doOnComplete(this::completed);
  }

  /** Lines of the input that were sent and are not blank. */
  long tasks() {
    return tasks;
  }

  /** Whether the whole input was sent. */
  boolean complete() {
    return complete;
  }

  /** The number in the input of a line that the gateway names. */
  long ofInput(long line) {
    Map.Entry<Long, Long> last = blanks.floorEntry(line);
    return last == null ? line : line - last.getValue();
  }

  private byte[] blankLine() {
    if (begun) {
      return NOTHING;
    }
    sent++;
    blanks.put(sent, blanks.size() + 1L);
    return BLANK_LINE;
  }

  private byte[] input(byte[] part) {
    for (byte b : part) {
      if (b == '\n') {
        sent++;
        ended += hasContent ? 1 : 0;
        hasContent = false;
      } else if (b != ' ' && b != '\t' && b != '\r') {
        hasContent = true;
      }
    }
    begun = part[part.length - 1] != '\n';
    tasks = ended;
    return part;
  }

  private void completed() {
    tasks = hasContent ? ended + 1 : ended;
    complete = true;
  }
}
