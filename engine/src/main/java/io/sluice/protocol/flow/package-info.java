/** What follows a task that has succeeded. */
@NullMarked
package io.sluice.protocol.flow;

import org.jspecify.annotations.NullMarked;
