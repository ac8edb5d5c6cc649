/** What the tasks of a scenario are like, and how they are timed on their way. */
@NullMarked
package io.sluice.load.traffic;

import org.jspecify.annotations.NullMarked;
