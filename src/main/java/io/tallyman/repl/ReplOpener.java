package io.tallyman.repl;

/**
 * Who has opened or closed a REPL; whatever is done in it is theirs.
 *
 * @param who by whom
 * @param reason the operator's words
 * @param requestId the id of the call; may be empty
 */
public record ReplOpener(String who, String reason, String requestId) {}
