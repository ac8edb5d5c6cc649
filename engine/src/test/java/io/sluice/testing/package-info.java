/** What the tests of the engine stand on. */
@NullMarked
package io.sluice.testing;

import org.jspecify.annotations.NullMarked;
