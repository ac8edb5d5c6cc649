package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.ScriptText;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rights that are asked for and the commands that are sent are the same. */
class RightsTest {
  private static final Pattern CALL = Pattern.compile("\\bp?call\\('([A-Z]+)'");

  @Test
  void allThatScriptsCallIsAskedFor() {
    Set<String> called = new TreeSet<>();
    for (ScriptText script : ScriptText.all()) {
      CALL.matcher(script.source()).results().map(RightsTest::command).forEach(called::add);
    }
    Set<String> askedFor =
        RightsLook.NEEDED.stream().map(line -> line.split(" ", 2)[0]).collect(Collectors.toSet());

    assertThat(called).hasSizeGreaterThan(30);
    assertThat(askedFor).containsAll(called);
  }

  private static String command(MatchResult call) {
    return call.group(1);
  }
}
