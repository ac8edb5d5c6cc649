/** What a store does with priorities, groups and limits. */
@NullMarked
package io.sluice.store.fair;

import org.jspecify.annotations.NullMarked;
