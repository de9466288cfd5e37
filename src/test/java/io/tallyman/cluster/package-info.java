/**
 * Real servers for tests, the demo and {@code bin/cluster}: Kafka brokers and MySQL-compatible
 * databases as processes of this machine, on 127.0.0.1, with their data in a folder of the
 * caller's. Whatever is started here is ended by its process id, and a process id that the system
 * has given to another process is never touched. The service itself knows nothing of this package.
 */
@NullMarked
package io.tallyman.cluster;

import org.jspecify.annotations.NullMarked;
