package io.tallyman.ctl;

import io.tallyman.access.AccessKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hosts of an environment, and how they are called.
 *
 * @param name such as {@code prod}
 * @param hosts at least one
 * @param key with which requests are signed; empty where the hosts ask nobody
 * @param trust a PEM file of the certificates that sign the hosts'; empty for those of the JDK
 */
record Profile(
    String name, List<HostAddress> hosts, Optional<AccessKey> key, Optional<Path> trust) {

  Profile {
    hosts = List.copyOf(hosts);
  }

  /** The service on this machine with its configuration as it is shipped. */
  static Profile local() {
    return new Profile(
        "local",
        HostAddress.of("http://localhost:8081").stream().toList(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The hosts that somebody has named.
   *
   * @throws CtlFailure when a name is that of no host
   */
  List<HostAddress> named(List<String> names) throws CtlFailure {
    for (String each : names) {
      if (hosts.stream().noneMatch(host -> host.isCalled(each))) {
        throw CtlFailure.usage(
            "--host " + each + ": the profile " + name + " has no such host; it has " + list());
      }
    }
    return hosts.stream().filter(host -> names.stream().anyMatch(host::isCalled)).toList();
  }

  /** All hosts, for a sentence. */
  String list() {
    return hosts.stream().map(HostAddress::name).collect(Collectors.joining(", "));
  }
}
