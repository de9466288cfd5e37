/**
 * Batches become MySQL transactions: the claim, the fence, the upserts, the ledger; and what else
 * is read from or written to the database, the tables' own making included. SQL is known here only.
 */
@NullMarked
package io.tallyman.store;

import org.jspecify.annotations.NullMarked;
