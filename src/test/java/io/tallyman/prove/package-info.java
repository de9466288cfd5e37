/**
 * The proof behind {@code bin/prove}: real brokers, a real database and two processes of the
 * service, things that go wrong at chosen moments while a year of a shop's invoices is counted, and
 * then a comparison of every cell with a recount in Python. The proof promises to believe nothing
 * that the service says of itself: it reads the wire, the tables and the file, and shares no code
 * with the service.
 */
@NullMarked
package io.tallyman.prove;

import org.jspecify.annotations.NullMarked;
