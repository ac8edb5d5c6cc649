package io.sluice.schedule;

import static com.cronutils.model.field.CronFieldName.DAY_OF_MONTH;
import static com.cronutils.model.field.CronFieldName.DAY_OF_WEEK;
import static com.cronutils.model.field.CronFieldName.HOUR;
import static com.cronutils.model.field.CronFieldName.MINUTE;
import static com.cronutils.model.field.CronFieldName.MONTH;
import static com.cronutils.model.field.CronFieldName.SECOND;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.parser.CronParser;
import io.sluice.task.InvalidTaskException;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cron expression. The only class, with {@link FieldValues}, that knows cron-utils, of
 * which only the parser and the words are used: it leaves out times inside a DST gap and has no say
 * in the rest.
 */
final class CronText {
  /** No cron that means something is longer. */
  static final int MAX_LENGTH = 256;

  private static final int WITH_SECONDS = 6;
  private static final int SUNDAY_TOO = 7;
  private static final String MESSAGE_START = "Failed to parse cron expression. ";

  private static final CronParser MINUTES = new CronParser(definition(false));
  private static final CronParser SECONDS = new CronParser(definition(true));
  private static final CronDescriptor WORDS = CronDescriptor.instance(Locale.ENGLISH);

  static CronFields fields(String text) {
    com.cronutils.model.Cron fields = parse(text);
    return new CronFields(
        fields.retrieve(SECOND) == null ? onlyZero() : values(fields, SECOND, 0, 59),
        values(fields, MINUTE, 0, 59),
        values(fields, HOUR, 0, 23),
        values(fields, DAY_OF_MONTH, 1, 31),
        values(fields, MONTH, 1, 12),
        daysOfWeek(values(fields, DAY_OF_WEEK, 0, SUNDAY_TOO)));
  }

  static String describe(String text) {
    return WORDS.describe(parse(text));
  }

  static InvalidTaskException invalid(String text, @Nullable String why) {
    String shown = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    return new InvalidTaskException(
        "/cron",
        "cron '"
            + shown.replaceAll("\\p{Cntrl}", "?")
            + "' will not do: "
            + why
            + "; give minute, hour, day of month, month, day of week, with seconds in front if need"
            + " be, like '30 2 * * *'");
  }

  private static com.cronutils.model.Cron parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw invalid(text, "it is longer than " + MAX_LENGTH + " characters");
    }
    boolean seconds = text.strip().split("\\s+", -1).length == WITH_SECONDS;
    try {
      return (seconds ? SECONDS : MINUTES).parse(text.strip());
    } catch (IllegalArgumentException refused) {
      String why = String.valueOf(refused.getMessage()).replace(MESSAGE_START, "").strip();
      throw invalid(text, why.replaceAll("\\p{Cntrl}", "?"));
    }
  }

  private static BitSet values(
      com.cronutils.model.Cron fields, CronFieldName name, int least, int most) {
    return new FieldValues(least, most).of(fields.retrieve(name).getExpression());
  }

  private static BitSet onlyZero() {
    BitSet zero = new BitSet();
    zero.set(0);
    return zero;
  }

  private static BitSet daysOfWeek(BitSet days) {
    if (days.get(SUNDAY_TOO)) {
      days.clear(SUNDAY_TOO);
      days.set(0);
    }
    return days;
  }

  private static CronDefinition definition(boolean seconds) {
    CronDefinitionBuilder fields = CronDefinitionBuilder.defineCron();
    if (seconds) {
      fields = fields.withSeconds().withStrictRange().and();
    }
    return fields
        .withMinutes()
        .withStrictRange()
        .and()
        .withHours()
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .withStrictRange()
        .and()
        .withMonth()
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, SUNDAY_TOO)
        .withMondayDoWValue(1)
        .withIntMapping(SUNDAY_TOO, 0)
        .withStrictRange()
        .and()
        .withSupportedNicknameHourly()
        .withSupportedNicknameDaily()
        .withSupportedNicknameMidnight()
        .withSupportedNicknameWeekly()
        .withSupportedNicknameMonthly()
        .withSupportedNicknameYearly()
        .withSupportedNicknameAnnually()
        .instance();
  }

  private CronText() {}
}
