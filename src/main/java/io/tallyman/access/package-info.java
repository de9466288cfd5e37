/**
 * Who may do what on the admin port: machines that sign their requests (RFC 9421), people with
 * passwords, and the level that each route needs. {@link io.tallyman.access.AccessFilter} lets
 * every request in or refuses it; {@link io.tallyman.access.RequestSigner} is what the other side
 * of the wire uses. Secrets are compared in constant time and appear in no answer, log or error.
 */
@NullMarked
package io.tallyman.access;

import org.jspecify.annotations.NullMarked;
