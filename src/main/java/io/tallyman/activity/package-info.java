/**
 * What people are told without asking: that a host starts or stops, that somebody changed a
 * setting, that a health check turned. It goes to a chat by a webhook, and whoever tells it never
 * waits.
 */
@NullMarked
package io.tallyman.activity;

import org.jspecify.annotations.NullMarked;
