/**
 * What each script must answer and leave behind, written once in plain Java, and a real Redis under
 * a clock of the test that is held against it, call by call.
 */
@NullMarked
package io.sluice.spec;

import org.jspecify.annotations.NullMarked;
