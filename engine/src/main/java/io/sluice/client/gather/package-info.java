/** Reads how the members of batches have ended. */
@NullMarked
package io.sluice.client.gather;

import org.jspecify.annotations.NullMarked;
