package io.sluice.gateway.json;

import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Says where and why a body is not JSON, in words for the one who sent it. */
final class MalformedJson {
  /** Names of Java methods and places in Java objects, which mean nothing to the caller. */
  private static final Pattern JAVA_WORDS =
      Pattern.compile(", from `[^`]*`| \\(start marker at \\[[^\\]]*\\]\\)");

  static ProblemException because(String detail) {
    return Problem.of(ProblemCode.MALFORMED_JSON, detail).asException();
  }

  /** About one value; why is what follows on its name. */
  static ProblemException at(String pointer, String why) {
    String name = pointer.substring(1).replace('/', '.');
    return Problem.of(ProblemCode.MALFORMED_JSON, name + ' ' + why).at(pointer).asException();
  }

  static ProblemException because(JacksonException error) {
    return because(reason(error));
  }

  static String reason(JacksonException error) {
    String reason = JAVA_WORDS.matcher(error.getOriginalMessage()).replaceAll("");
    TokenStreamLocation at = error.getLocation();
    return at == null || at.getLineNr() < 0
        ? reason
        : reason + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  private MalformedJson() {}
}
