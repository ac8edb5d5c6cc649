/**
 * The letters that names and ids consist of, and how a value from outside is quoted in a message.
 */
@NullMarked
package io.sluice.grammar;

import org.jspecify.annotations.NullMarked;
