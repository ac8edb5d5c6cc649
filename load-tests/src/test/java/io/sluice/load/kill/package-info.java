/** Real worker processes that are killed, and what becomes of their tasks. */
@NullMarked
package io.sluice.load.kill;

import org.jspecify.annotations.NullMarked;
