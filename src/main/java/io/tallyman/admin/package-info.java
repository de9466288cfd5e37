/**
 * What an operator sees and does on the admin port: status, health, metrics, log levels, consumer
 * toggles.
 */
@NullMarked
package io.tallyman.admin;

import org.jspecify.annotations.NullMarked;
