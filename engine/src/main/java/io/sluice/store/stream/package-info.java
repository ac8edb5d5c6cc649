/** Values of the verbs of result streams. */
@NullMarked
package io.sluice.store.stream;

import org.jspecify.annotations.NullMarked;
