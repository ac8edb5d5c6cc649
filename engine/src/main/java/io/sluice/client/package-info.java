/** The asking side of a queue: enqueue, find, await. */
@NullMarked
package io.sluice.client;

import org.jspecify.annotations.NullMarked;
