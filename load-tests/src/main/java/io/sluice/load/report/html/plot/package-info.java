/** What is plotted: the lines of each plot, read from a result, and why a plot is left out. */
@NullMarked
package io.sluice.load.report.html.plot;

import org.jspecify.annotations.NullMarked;
