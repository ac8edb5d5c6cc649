package io.sluice.load.report.html.plot;

/**
 * A plot that cannot be drawn.
 *
 * @param reason why, as the end of a sentence that begins with the title
 */
public record LeftOut(String title, String reason) {}
