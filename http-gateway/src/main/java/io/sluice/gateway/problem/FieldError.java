package io.sluice.gateway.problem;

/**
 * What is wrong with one field.
 *
 * @param pointer JSON Pointer (RFC 6901) into the body; empty for the request as a whole
 */
public record FieldError(String pointer, String detail) {}
