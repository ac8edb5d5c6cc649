/** A Redis server that lives inside this process's life. */
@NullMarked
package io.sluice.gateway.embedded;

import org.jspecify.annotations.NullMarked;
