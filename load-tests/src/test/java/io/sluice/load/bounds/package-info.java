/** What is held when Redis does not take what is given: bounded, whatever comes. */
@NullMarked
package io.sluice.load.bounds;

import org.jspecify.annotations.NullMarked;
