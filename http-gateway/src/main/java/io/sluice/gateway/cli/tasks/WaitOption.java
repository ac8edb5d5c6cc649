package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.json.WireDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether to wait for the end of a task, and how long. */
final class WaitOption {
  /** Long enough that nobody sits it out, short enough to be reckoned with. */
  private static final Duration WITHOUT_END = Duration.ofDays(10_000);

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      arity = "0..1",
      parameterConsumer = Consumer.class,
      description = "waits for the task to end, at most for this time: 30 (seconds), 30s, 5m")
  private @Nullable Duration length;

  boolean isGiven() {
    return length != null;
  }

  Duration length() {
    return length == null ? Duration.ZERO : length;
  }

  /** Takes the next word only if it is a time: it may as well be the payload. */
  static final class Consumer implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli hands over a Stack
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      Duration given = words.isEmpty() ? null : time(words.peek());
      if (given != null) {
        words.pop();
      }
      option.setValue(given == null ? WITHOUT_END : given);
    }

    private static @Nullable Duration time(String word) {
      try {
        return WireDuration.parse(word.matches("[0-9]+") ? word + "s" : word);
      } catch (DateTimeException | ArithmeticException notATime) {
        return null;
      }
    }
  }
}
