package io.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.redis.ScriptText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The scripts of production, which read the clock of the model where they would read the time. */
final class Programs {
  static final String CLOCK = "clock";
  private static final String READS_TIME = "call('TIME')";
  private static final String READS_CLOCK = "call('HMGET', '" + CLOCK + "', 's', 'us')";
  private static final Set<String> TIMELESS = Set.of("close", "find", "held", "audit");

  private final Map<String, Program> all = new HashMap<>();

  /** A script as it is sent. */
  record Program(ScriptText script, String text, String digest) {
    List<String> keys(@Nullable String lane) {
      return script.keys(lane);
    }
  }

  Programs(Variant variant) {
    Set<String> timeless = new TreeSet<>();
    for (ScriptText script : ScriptText.all()) {
      String text = script.source();
      if (!text.contains("TIME")) {
        timeless.add(script.verb());
      } else {
        text = new Edit(script.verb(), READS_TIME, READS_CLOCK).appliedTo(text);
      }
      for (Edit edit : variant.edits()) {
        text = edit.verb().equals(script.verb()) ? edit.appliedTo(text) : text;
      }
      all.put(script.verb(), new Program(script, text, sha1(text)));
    }
    if (!timeless.equals(new TreeSet<>(TIMELESS))) {
      throw new AssertionError("the scripts that read no time are now " + timeless);
    }
  }

  Program of(String verb) {
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
