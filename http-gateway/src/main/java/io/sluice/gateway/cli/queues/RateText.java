package io.sluice.gateway.cli.queues;

import io.sluice.gateway.json.JsonTree;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rate in one word: {@code 100/s}, {@code 10/1m}, or with a burst {@code 100/s:200}. */
final class RateText {
  static final String FORM = "LIMIT/TIME[:BURST], like 100/s, 10/1m or 100/s:200";

  private static final Pattern RATE =
      Pattern.compile("([0-9]{1,18})/([0-9]*[a-z]{1,2}|P[0-9A-Z.]+)(?::([0-9]{1,18}))?");

  /**
   * @throws IllegalArgumentException with what the value must be
   */
  static JsonTree parse(String text) {
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw new IllegalArgumentException("must be " + FORM + ", is " + text);
    }
    String time = rate.group(2);
    boolean bare = Character.isLowerCase(time.charAt(0));
    JsonTree read =
        JsonTree.Members.NONE
            .with("limit", number(rate.group(1)))
            .with("per", new JsonTree.Text(bare ? "1" + time : time));
    String burst = rate.group(3);
    return burst == null ? read : read.with("burst", number(burst));
  }

  private static JsonTree number(String digits) {
    return JsonTree.Literal.of(Long.parseLong(digits));
  }

  private RateText() {}
}
