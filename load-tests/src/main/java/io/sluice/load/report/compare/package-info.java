/** Results beside each other: read again, merged exactly, and judged. */
@NullMarked
package io.sluice.load.report.compare;

import org.jspecify.annotations.NullMarked;
