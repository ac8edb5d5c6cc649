/** Runs Sluice, the bare protocol and BullMQ in turns, each turn in a process of its own. */
@NullMarked
package io.sluice.load.peers;

import org.jspecify.annotations.NullMarked;
