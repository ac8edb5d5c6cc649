/** Plans of arrivals and sending by plan, whatever the replies do. */
@NullMarked
package io.sluice.load.pace;

import org.jspecify.annotations.NullMarked;
