package io.sluice.gateway.cli.schedules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A crontab as it is read: its jobs, and the lines that are none.
 *
 * @param jobs in their order
 * @param refused why a line is no job
 */
record Crontab(List<Job> jobs, List<Refused> refused) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\s*[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?\\s*=\\s*(.*)");
  private static final String ZONE = "CRON_TZ";
  private static final int FIELDS = 5;

  /**
   * A line that runs a command.
   *
   * @param number of the line, from 1
   * @param timeZone what CRON_TZ said above it; null for nothing
   * @param user of a system crontab; null for none
   * @param input what the command reads, after a percent sign; null for nothing
   * @param variables what was set above it
   */
  record Job(
      int number,
      String cron,
      @Nullable String timeZone,
      @Nullable String user,
      String command,
      @Nullable String input,
      Map<String, String> variables) {}

  record Refused(int number, String why) {}

  /**
   * @param system whether a user stands before each command, as in /etc/crontab and /etc/cron.d
   */
  static Crontab read(List<String> lines, boolean system) {
    Crontab read = new Crontab(new ArrayList<>(), new ArrayList<>());
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher variable = VARIABLE.matcher(line);
      if (variable.matches()) {
        variables.put(variable.group(1), unquoted(variable.group(2).strip()));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        read.add(i + 1, line, system, variables);
      }
    }
    return read;
  }

  private void add(int number, String line, boolean system, Map<String, String> variables) {
    int fields = line.startsWith("@") ? 1 : FIELDS;
    int words = fields + (system ? 1 : 0);
    String[] parts = line.split("[ \\t]+", words + 1);
    if (line.startsWith("@reboot")) {
      refused.add(
          new Refused(
              number, "@reboot is not supported: enqueue the task when the machine starts"));
    } else if (parts.length <= words) {
      refused.add(
          new Refused(
              number,
              "there is no command behind "
                  + (system ? "the fields and the user" : "the" + " fields")));
    } else {
      jobs.add(job(number, parts, fields, system, variables));
    }
  }

  private static Job job(
      int number, String[] parts, int fields, boolean system, Map<String, String> variables) {
    Map<String, String> own = new LinkedHashMap<>(variables);
    String zone = own.remove(ZONE);
    String command = parts[parts.length - 1];
    int input = percent(command, 0);
    return new Job(
        number,
        String.join(" ", List.of(parts).subList(0, fields)),
        zone,
        system ? parts[fields] : null,
        unescaped(input < 0 ? command : command.substring(0, input)).strip(),
        input < 0 ? null : lines(command.substring(input + 1)),
        own);
  }

  /** Where a percent sign is that has no backslash before it; below zero for nowhere. */
  private static int percent(String text, int from) {
    for (int at = text.indexOf('%', from); at >= 0; at = text.indexOf('%', at + 1)) {
      if (at == 0 || text.charAt(at - 1) != '\\') {
        return at;
      }
    }
    return -1;
  }

  private static String lines(String input) {
    StringBuilder lines = new StringBuilder();
    int from = 0;
    for (int at = percent(input, 0); at >= 0; at = percent(input, from)) {
      lines.append(input, from, at).append('\n');
      from = at + 1;
    }
    return unescaped(lines + input.substring(from)) + "\n";
  }

  private static String unescaped(String text) {
    return text.replace("\\%", "%");
  }

  private static String unquoted(String value) {
    return isIn(value, "\"") || isIn(value, "'") ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean isIn(String value, String quote) {
    return value.length() > 1 && value.startsWith(quote) && value.endsWith(quote);
  }
}
