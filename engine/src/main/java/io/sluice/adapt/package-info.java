/** How many tasks a worker should run at once, by how its handlers do. */
@NullMarked
package io.sluice.adapt;

import org.jspecify.annotations.NullMarked;
