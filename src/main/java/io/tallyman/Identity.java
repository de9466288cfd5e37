package io.tallyman;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Which host and process this is.
 *
 * @param host its name: what operators set for it is remembered under that
 * @param process its process id
 */
record Identity(String host, long process) {

  /**
   * This process's.
   *
   * @param configured the name that the configuration gives; empty for the machine's own
   */
  static Identity of(String configured) {
    return new Identity(
        configured.isEmpty() ? machine() : configured, ProcessHandle.current().pid());
  }

  /** Who claims partitions, for people to read; the epoch is what fences. */
  String owner() {
    return host + "/" + process;
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host"; // still a name, if one that several hosts may have: they say so
    }
  }
}
