/** What can be asked about runs of the load harness. */
@NullMarked
package io.sluice.gateway.api.reports;

import org.jspecify.annotations.NullMarked;
