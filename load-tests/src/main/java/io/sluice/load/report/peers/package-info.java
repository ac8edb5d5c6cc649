/** Results of several systems beside each other: medians, ranges and ratios. */
@NullMarked
package io.sluice.load.report.peers;

import org.jspecify.annotations.NullMarked;
