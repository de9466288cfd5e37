package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A host as a table shows it.
 *
 * @param name how the profile calls it
 * @param body what it answered; null where there is no good answer
 * @param trouble why there is none; nothing of interest where there is one
 */
record ShownHost(String name, @Nullable JsonNode body, Trouble trouble) {}
