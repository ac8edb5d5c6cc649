/** What carries letters from queue to queue: the three verbs, and what they take and answer. */
@NullMarked
package io.sluice.protocol.letter;

import org.jspecify.annotations.NullMarked;
