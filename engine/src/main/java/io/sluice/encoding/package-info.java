/** From values to the bytes that Redis keeps, and back: as JSON, compressed, encrypted. */
@NullMarked
package io.sluice.encoding;

import org.jspecify.annotations.NullMarked;
