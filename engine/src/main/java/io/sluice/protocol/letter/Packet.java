package io.sluice.protocol.letter;

import io.sluice.task.QueueName;
import java.util.List;

/**
 * Letters of one line, on their way to its target; none where only the stand of the target is asked
 * for.
 *
 * @param target the queue that they are for
 * @param turn of the line: no answer to a packet of an earlier turn is believed
 * @param at when the line was looked at, in ms of the clock of the source
 * @param terms epoch, what it opens with, where it starts, and where the packet begins: as the
 *     script of the source gives them and that of the target takes them
 * @param letters {@code stamp kind body} each
 * @param unsent letters of the line that the target is not known to hold
 */
public record Packet(
    QueueName target, long turn, long at, List<String> terms, List<byte[]> letters, long unsent) {}
