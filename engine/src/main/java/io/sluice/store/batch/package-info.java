/** Values that the verbs of batches take and answer. */
@NullMarked
package io.sluice.store.batch;

import org.jspecify.annotations.NullMarked;
