package io.tallyman.store;

import java.time.Instant;

/**
 * Who does what, when and why, as it is written beside what was done.
 *
 * @param at when it was asked for
 * @param host the host that was asked
 * @param who by whom
 * @param action what is done: {@code consumer pause}
 * @param reason the operator's words; may be empty
 * @param requestId the call's id; may be empty
 */
public record ActionNote(
    Instant at, String host, String who, String action, String reason, String requestId) {}
