/** How the tasks of a queue go to its partitions: buckets and the map of them. */
@NullMarked
package io.sluice.store.partition;

import org.jspecify.annotations.NullMarked;
