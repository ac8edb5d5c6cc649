package io.sluice.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.script.Edit;
import io.sluice.script.ScriptText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The scripts of production, which read the clock of the model where they would read the time. */
public final class Programs {
  public static final String CLOCK = "clock";
  private static final String READS_TIME = "call('TIME')";
  private static final String READS_CLOCK = "call('HMGET', '" + CLOCK + "', 's', 'us')";
  private static final Pattern ANY_TIME = Pattern.compile("(?i)['\"]time['\"]");

  private final Map<String, Program> all = new HashMap<>();
  private final Map<String, Program> straight = new HashMap<>();

  /** A script as it is sent. */
  public record Program(ScriptText script, String text, String digest) {
    public List<String> keys(@Nullable String lane) {
      return script.keys(lane);
    }
  }

  public Programs(Variant variant) {
    for (ScriptText script : ScriptText.all()) {
      String text = script.source().replace(READS_TIME, READS_CLOCK);
      if (ANY_TIME.matcher(text).find()) {
        throw new AssertionError(script.verb() + ".lua reads the time in more than one way");
      }
      for (Edit edit : variant.edits()) {
        text = edit.verb().equals(script.name()) ? edit.appliedTo(text) : text;
      }
      all.put(script.name(), new Program(script, text, sha1(text)));
    }
    for (String verb : List.copyOf(all.keySet())) {
      String name = ScriptText.straightOf(verb);
      boolean edited = variant.edits().stream().anyMatch(edit -> edit.verb().equals(verb));
      if (name != null && !edited) {
        straight.put(verb, of(name));
      }
    }
  }

  /**
   * The straight script of a verb, or null when it has none; also when the whole one is not that of
   * production, since the other would hide it.
   */
  public @Nullable Program straight(String verb) {
    return straight.get(verb);
  }

  public Program of(String verb) {
    Program program = all.get(verb);
    if (program == null) {
      throw new IllegalArgumentException("no script " + verb);
    }
    return program;
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
