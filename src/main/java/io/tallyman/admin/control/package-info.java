/**
 * What operators change while hosts run: settings for one host or for the fleet, which are
 * remembered in the database, obeyed by every host within two seconds, and end by themselves.
 */
@NullMarked
package io.tallyman.admin.control;

import org.jspecify.annotations.NullMarked;
