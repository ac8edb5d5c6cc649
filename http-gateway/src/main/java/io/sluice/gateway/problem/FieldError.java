package io.sluice.gateway.problem;

/**
 * What is wrong with one field.
 *
 * @param pointer JSON Pointer (RFC 6901) into the body; empty for the request as a whole
 */
public record FieldError(String pointer, String detail) {
  /** The part of a pointer that names this member of an object. */
  public static String part(String name) {
    return '/' + name.replace("~", "~0").replace("/", "~1");
  }
}
