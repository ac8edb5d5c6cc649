/** What a store does with the follow-ups of tasks. */
@NullMarked
package io.sluice.store.flow;

import org.jspecify.annotations.NullMarked;
