package io.sluice.schedule;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a cron expression by the rules of a dialect. */
final class CronText {
  /** No cron that means something is longer. */
  static final int MAX_LENGTH = 256;

  private static final String EVERY = "@every";
  private static final int FIRST_PRINTED = 0x21;
  private static final int LAST_ASCII = 0x7e;
  private static final int FOUR_DIGITS = 4;
  private static final Pattern ZONE = Pattern.compile("(CRON_)?TZ=.*", Pattern.DOTALL);

  private final Dialect dialect;
  private final CronRules rules;
  private final String text;

  private CronText(Dialect dialect, String text) {
    this.dialect = dialect;
    this.rules = dialect.rules();
    this.text = text;
  }

  /**
   * What the text says: fields, or a rate.
   *
   * @throws InvalidTaskException with pointer {@code /cron}
   */
  static Read read(String text, Dialect dialect) {
    if (text.length() > MAX_LENGTH) {
      throw invalid(text, dialect, "it is longer than " + MAX_LENGTH + " characters");
    }
    try {
      return new CronText(dialect, text).read();
    } catch (NotCron refused) {
      throw invalid(text, dialect, refused.why());
    }
  }

  /**
   * @param fields null for a rate
   */
  record Read(@Nullable CronFields fields, Timing.@Nullable Every rate) {}

  static InvalidTaskException invalid(String text, Dialect dialect, String why) {
    String shown = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    return new InvalidTaskException(
        "/cron",
        "cron '" + FieldHints.shown(shown) + "' will not do: " + why + "; " + usage(dialect));
  }

  private static String usage(Dialect dialect) {
    return switch (dialect) {
      case UNIX, BULLMQ, SIDEKIQ ->
          "give minute, hour, day of month, month, day of week, with seconds in front if need"
              + " be, like '30 2 * * *'";
      case DEBIAN, KUBERNETES, CELERY ->
          "give minute, hour, day of month, month, day of week, like '30 2 * * *'";
      case SPRING ->
          "give second, minute, hour, day of month, month, day of week, like '0 30 2 * * *'";
      case QUARTZ ->
          "give second, minute, hour, day of month, month, day of week, and a year if need be,"
              + " one of the two days as '?', like '0 30 2 * * ?'";
    };
  }

  private Read read() {
    String stripped = text.strip();
    refuseStrangeSpaces(stripped);
    List<String> words = List.of(stripped.split("\\s+", -1));
    String first = words.get(0);
    if (first.startsWith("@")) {
      return macro(words);
    }
    if (ZONE.matcher(first).matches()) {
      throw new NotCron("a time zone does not go in front: give it as timeZone");
    }
    if (stripped.isEmpty()) {
      throw new NotCron("it is empty");
    }
    if (!rules.fields().contains(words.size())
        && !(words.size() == CronRules.SECONDS + 1 && rules.fields().contains(CronRules.YEARS))) {
      throw new NotCron(fieldCount(words));
    }
    return new Read(fields(words), null);
  }

  private String fieldCount(List<String> words) {
    int count = words.size();
    String last = words.get(count - 1);
    String hint = "";
    if (last.length() == FOUR_DIGITS && last.chars().allMatch(Character::isDigit)) {
      hint = "; a year is taken by dialect quartz only, as its seventh field";
    } else if (text.indexOf('|') >= 0) {
      hint = "; it has a '|': put one schedule for each expression";
    } else if (words.contains("#")) {
      hint = "; leave the comment away";
    } else if (count == CronRules.MINUTES && rules.fields().contains(CronRules.SECONDS)) {
      hint = "; put a second in front, like 0";
    } else if (count == CronRules.SECONDS && !rules.fields().contains(CronRules.SECONDS)) {
      hint = "; it takes no seconds, and no command or zone behind";
    }
    return "dialect "
        + dialect.word()
        + " takes "
        + counts()
        + " fields, these are "
        + count
        + hint;
  }

  private String counts() {
    List<String> counts = new ArrayList<>();
    rules.fields().forEach(each -> counts.add(String.valueOf(each)));
    return String.join(" or ", counts);
  }

  private Read macro(List<String> words) {
    String macro =
        rules.has(CronTrait.MACROS_IN_ANY_CASE)
            ? words.get(0).toLowerCase(Locale.ROOT)
            : words.get(0);
    if (macro.equals(EVERY) && words.size() == 2) {
      return every(words.get(1));
    }
    String meaning = words.size() == 1 ? rules.macros().get(macro) : null;
    if (meaning == null) {
      throw new NotCron(noMacro(macro));
    }
    Dialect reads = meaning.split(" ", -1).length == CronRules.SECONDS ? dialect : Dialect.UNIX;
    return new Read(new CronText(reads, meaning).fields(List.of(meaning.split(" ", -1))), null);
  }

  private String noMacro(String macro) {
    String lower = macro.toLowerCase(Locale.ROOT);
    if (lower.equals("@reboot")) {
      return "@reboot is no time: enqueue the task when your program starts";
    }
    if (rules.macros().isEmpty()) {
      return "dialect " + dialect.word() + " has no word '" + macro + "': write its fields";
    }
    String known = String.join(" ", rules.macros().keySet().stream().sorted().toList());
    return "there is no word '"
        + macro
        + "'"
        + (rules.macros().containsKey(lower) ? ", write " + lower : ", there are " + known);
  }

  private Read every(String duration) {
    if (!rules.has(CronTrait.EVERY)) {
      throw new NotCron(
          "@every is no cron: give every: '"
              + duration
              + "' in place of cron, or dialect"
              + " kubernetes");
    }
    Duration period = GoDuration.parse(duration);
    if (period == null) {
      throw new NotCron("'" + duration + "' is no duration like 90s or 1h30m");
    }
    try {
      return new Read(null, new Timing.Every(period));
    } catch (InvalidTaskException refused) {
      throw new NotCron(String.valueOf(refused.getMessage()));
    }
  }

  private CronFields fields(List<String> words) {
    boolean seconds = words.size() > CronRules.MINUTES;
    int minute = seconds ? 1 : 0;
    FieldSet second = seconds ? field(CronField.SECOND, words.get(0)) : FieldSet.only(0);
    FieldSet minutes = field(CronField.MINUTE, words.get(minute));
    FieldSet hours = field(CronField.HOUR, words.get(minute + 1));
    String ofMonth = words.get(minute + 2);
    String ofWeek = words.get(minute + 4);
    oneDayField(ofMonth, ofWeek);
    FieldSet dates = field(CronField.DAY_OF_MONTH, ofMonth);
    FieldSet months = field(CronField.MONTH, words.get(minute + 3));
    FieldSet weekdays = field(CronField.DAY_OF_WEEK, ofWeek);
    @Nullable BitSet years =
        words.size() == CronRules.YEARS && !words.get(CronRules.YEARS - 1).equals("*")
            ? field(CronField.YEAR, words.get(CronRules.YEARS - 1)).values()
            : null;
    boolean either =
        rules.days().leavesOut(dates, CronField.DAY_OF_MONTH.size())
            && rules.days().leavesOut(weekdays, Weekdays.DAYS);
    return new CronFields(
        second.values(),
        minutes.values(),
        hours.values(),
        new CronDays(
            dates.values(),
            dates.special(),
            months.values(),
            weekdays.values(),
            weekdays.special(),
            either,
            years),
        minutes.beginsWithStar() || hours.beginsWithStar());
  }

  private FieldSet field(CronField field, String word) {
    return FieldReader.read(dialect, field, word);
  }

  private void oneDayField(String ofMonth, String ofWeek) {
    if (rules.has(CronTrait.ONE_DAY_FIELD) && ofMonth.equals("?") == ofWeek.equals("?")) {
      throw new NotCron(
          "of day of month '"
              + ofMonth
              + "' and day of week '"
              + ofWeek
              + "' one must be '?', and only one");
    }
  }

  private static void refuseStrangeSpaces(String stripped) {
    for (int at = 0; at < stripped.length(); at = stripped.offsetByCodePoints(at, 1)) {
      int sign = stripped.codePointAt(at);
      boolean space = Character.isSpaceChar(sign) || Character.getType(sign) == Character.FORMAT;
      if (space && sign > LAST_ASCII) {
        throw new NotCron(
            "it has a "
                + Character.getName(sign).toLowerCase(Locale.ROOT)
                + String.format(Locale.ROOT, " (U+%04X)", sign)
                + " in it: write a plain space");
      }
      if (sign < FIRST_PRINTED && !Character.isWhitespace(sign)) {
        throw new NotCron(
            "it has " + String.format(Locale.ROOT, "U+%04X", sign) + " in it, which is no sign");
      }
    }
  }
}
