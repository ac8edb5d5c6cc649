/** For the tests of users: an engine for each of them, on a Redis or in memory. */
@NullMarked
package io.sluice.junit;

import org.jspecify.annotations.NullMarked;
