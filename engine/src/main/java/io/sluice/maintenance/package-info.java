/** What runs on a period: promote, reap, sweep. */
@NullMarked
package io.sluice.maintenance;

import org.jspecify.annotations.NullMarked;
