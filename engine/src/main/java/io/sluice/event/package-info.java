/** What happened: to tasks, and inside the engine. */
@NullMarked
package io.sluice.event;

import org.jspecify.annotations.NullMarked;
