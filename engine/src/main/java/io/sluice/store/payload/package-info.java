/** The payload of a task as it is kept, with or without compression. */
@NullMarked
package io.sluice.store.payload;

import org.jspecify.annotations.NullMarked;
