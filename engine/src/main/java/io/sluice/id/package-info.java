/** Ids that nobody else makes. */
@NullMarked
package io.sluice.id;

import org.jspecify.annotations.NullMarked;
