/**
 * A result as one HTML file that needs nothing else: no server, no network. Reads only the JSON, so
 * that results of other versions can be rendered too.
 */
@NullMarked
package io.sluice.load.report.html;

import org.jspecify.annotations.NullMarked;
