package io.sluice.gateway.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not carried out, before it is written for one particular request.
 *
 * @param detail for people; never holds a stack trace or a text of Redis
 * @param errors the bad fields, if it is about fields
 * @param headers of the answer, beside those that every problem has
 * @param existing the view of the task that is in the way, as JSON
 */
public record Problem(
    ProblemCode code,
    String detail,
    List<FieldError> errors,
    Map<String, String> headers,
    byte @Nullable [] existing) {

  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code, detail, List.of(), Map.of(), null);
  }

  /** Bad fields; the first one is the detail. */
  public static Problem invalid(List<FieldError> errors) {
    return new Problem(
        ProblemCode.VALIDATION_FAILED, errors.get(0).detail(), List.copyOf(errors), Map.of(), null);
  }

  public static Problem invalid(String pointer, String detail) {
    return invalid(List.of(new FieldError(pointer, detail)));
  }

  /** The same, which is about one field. */
  public Problem at(String pointer) {
    return new Problem(code, detail, List.of(new FieldError(pointer, detail)), headers, existing);
  }

  public Problem withHeader(String name, String value) {
    return new Problem(code, detail, errors, Map.of(name, value), existing);
  }

  public Problem withExisting(byte[] task) {
    return new Problem(code, detail, errors, headers, task);
  }

  public ProblemException asException() {
    return new ProblemException(this);
  }
}
