/** Files that may change while the server runs. */
@NullMarked
package io.sluice.gateway.reload;

import org.jspecify.annotations.NullMarked;
