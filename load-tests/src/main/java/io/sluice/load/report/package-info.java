/** The result as JSON and as a short table. */
@NullMarked
package io.sluice.load.report;

import org.jspecify.annotations.NullMarked;
