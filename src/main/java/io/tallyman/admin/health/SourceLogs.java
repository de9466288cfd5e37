package io.tallyman.admin.health;

import io.tallyman.consume.TopicView;
import java.util.Optional;

/**
 * The topic of a source as the brokers described it last.
 *
 * @param source the source's name
 * @param topic the topic's name
 * @param view the topic; empty while it wasn't seen yet
 */
public record SourceLogs(String source, String topic, Optional<TopicView> view) {}
