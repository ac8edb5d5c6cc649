package io.sluice.load.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command line as it can be given to a shell again, without its passwords. */
final class CommandText {
  private static final String PROGRAM = "sluice-load";

  /** Up to the last @: one inside a password must not let the rest of it be seen. */
  private static final Pattern SECRET =
      Pattern.compile("(\\w+://(?:[^:@/]*:)?).*@", Pattern.DOTALL);

  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./*-]+");

  static String of(List<String> arguments) {
    return arguments.stream()
        .map(CommandText::masked)
        .map(CommandText::quoted)
        .collect(Collectors.joining(" ", PROGRAM + " ", ""));
  }

  /** Whatever stands before the @ of an address is masked, but for a name before a colon. */
  static String masked(String argument) {
    return SECRET.matcher(argument).replaceAll("$1***@");
  }

  private static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  private CommandText() {}
}
