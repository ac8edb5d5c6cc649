/** The scenarios: each drives an engine with a traffic and gives the result of the run. */
@NullMarked
package io.sluice.load.scenario;

import org.jspecify.annotations.NullMarked;
