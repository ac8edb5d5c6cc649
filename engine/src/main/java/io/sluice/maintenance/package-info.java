/** What runs by itself: promote, reap, sweep, audit, in one loop each over all queues. */
@NullMarked
package io.sluice.maintenance;

import org.jspecify.annotations.NullMarked;
