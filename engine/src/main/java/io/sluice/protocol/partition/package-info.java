/** The verbs of the partitions of a queue. */
@NullMarked
package io.sluice.protocol.partition;

import org.jspecify.annotations.NullMarked;
