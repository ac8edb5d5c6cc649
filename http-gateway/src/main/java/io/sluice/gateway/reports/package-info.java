/** What runs of the load harness left in a folder. */
@NullMarked
package io.sluice.gateway.reports;

import org.jspecify.annotations.NullMarked;
