/** What keeps a pipeline from falling silent. */
@NullMarked
package io.sluice.guard;

import org.jspecify.annotations.NullMarked;
