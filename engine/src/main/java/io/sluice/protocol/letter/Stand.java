package io.sluice.protocol.letter;

import java.util.List;

/**
 * Where a target stands in a line.
 *
 * @param terms epoch, number and stamp of the last letter that it took, and its server process: as
 *     the script of the target gives them and that of the source takes them
 * @param full as many tasks wait in the target as may; its letters are taken all the same
 * @param taken tasks that were taken by this call
 * @param leftKind the kind of a letter that the target does not know and left; empty for none
 */
public record Stand(List<String> terms, boolean full, int taken, String leftKind) {}
