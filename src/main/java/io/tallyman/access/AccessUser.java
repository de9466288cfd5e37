package io.tallyman.access;

/**
 * A person.
 *
 * @param name as it is typed at the login
 * @param password its hash
 * @param level what the person may do at most
 */
public record AccessUser(String name, PasswordHash password, Level level) {}
