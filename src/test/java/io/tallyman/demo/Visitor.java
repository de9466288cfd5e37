package io.tallyman.demo;

/**
 * Somebody in a session, with the client that they use.
 *
 * @param userId who
 * @param sessionId which visit
 * @param country where from, ISO 3166-1 alpha-2
 * @param platform by which kind of client
 * @param client which version of it, and so which schema it writes
 */
record Visitor(
    long userId, String sessionId, String country, String platform, ClientVersion client) {}
