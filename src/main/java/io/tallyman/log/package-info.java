/**
 * What leaves this process as log lines: their form, text or JSON, the id of the request that they
 * belong to, and the secrets that are kept out of them. It knows nothing of what is counted.
 */
@NullMarked
package io.tallyman.log;

import org.jspecify.annotations.NullMarked;
