/** What the packages may do, checked. */
@NullMarked
package io.sluice.gateway.architecture;

import org.jspecify.annotations.NullMarked;
