/** What a run measured, and how it ended. */
@NullMarked
package io.sluice.load.result;

import org.jspecify.annotations.NullMarked;
