package io.sluice.gateway.http;

/**
 * One line of a body that is a stream of lines.
 *
 * @param number from 1, blank lines counted
 * @param bytes without the line feed; nothing of a line that is too long
 */
public record Line(long number, byte[] bytes, boolean tooLong) {}
