/**
 * What groups, priorities and limits promise to a user, counted on a real Redis through the store
 * and through workers.
 */
@NullMarked
package io.sluice.fair;

import org.jspecify.annotations.NullMarked;
