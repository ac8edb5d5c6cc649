/** What was counted and timed, in steps: as it is measured, and as it is kept. */
@NullMarked
package io.sluice.store.history;

import org.jspecify.annotations.NullMarked;
