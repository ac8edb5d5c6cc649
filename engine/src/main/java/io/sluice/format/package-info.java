/** In which format the data of a namespace is, and what an engine does that does not know it. */
@NullMarked
package io.sluice.format;

import org.jspecify.annotations.NullMarked;
