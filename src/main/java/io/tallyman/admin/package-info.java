/**
 * What an operator sees and does on the admin port: status, health, metrics, log levels, consumer
 * toggles; and the ledger, also as its command prints it. Whatever changes something is a POST that
 * checks all its parameters first, changes nothing when one is wrong, and answers with what holds
 * afterwards. What is shown is shown in bounded time, also while the database is away. {@link
 * io.tallyman.admin.AdminPort} puts it all on the port.
 */
@NullMarked
package io.tallyman.admin;

import org.jspecify.annotations.NullMarked;
