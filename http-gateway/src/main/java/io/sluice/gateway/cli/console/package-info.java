/** What commands print and ask: tables, JSON, bars, questions. */
@NullMarked
package io.sluice.gateway.cli.console;

import org.jspecify.annotations.NullMarked;
