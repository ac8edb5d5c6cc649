/** What a store does with the newest of the tasks that have a key. */
@NullMarked
package io.sluice.store.newest;

import org.jspecify.annotations.NullMarked;
