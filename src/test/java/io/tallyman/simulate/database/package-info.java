/**
 * A model of what matters of InnoDB at READ COMMITTED to the steps of a {@code StoreTransaction}:
 * row locks and their queues, what each read sees, what each error undoes, and everything that can
 * go wrong between a client and its server. {@code TransactionContract} holds it to real servers.
 */
@NullMarked
package io.tallyman.simulate.database;

import org.jspecify.annotations.NullMarked;
