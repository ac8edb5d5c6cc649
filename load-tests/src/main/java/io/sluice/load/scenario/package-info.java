/** What is done to an engine, and what comes out of it. */
@NullMarked
package io.sluice.load.scenario;

import org.jspecify.annotations.NullMarked;
