package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The fields of a request that decide about it; each may be there once. */
final class RequestFields {

  private final HttpServletRequest request;

  RequestFields(HttpServletRequest request) {
    this.request = request;
  }

  /**
   * @throws Refusal when the field is there more than once
   */
  Optional<String> one(String name) throws Refusal {
    List<String> values = Collections.list(request.getHeaders(name));
    if (values.size() > 1) {
      throw Refusal.malformed(name + " is there more than once; send it once");
    }
    return values.stream().findFirst();
  }

  /** The field Host, or what stands for it: name and port as the client addresses them. */
  String host() throws Refusal {
    return one("Host").orElse(request.getServerName() + ":" + request.getServerPort());
  }

  String scheme() {
    return request.isSecure() ? "https" : "http";
  }

  /** The path by which the servlet is chosen. */
  String path() {
    String rest = request.getPathInfo();
    return request.getServletPath() + (rest == null ? "" : rest);
  }

  /** The address as the client sent it. */
  URI target() throws Refusal {
    String query = request.getQueryString();
    try {
      return URI.create(
          scheme() + "://" + host() + request.getRequestURI() + (query == null ? "" : "?" + query));
    } catch (IllegalArgumentException e) {
      throw Refusal.malformed("the address has characters that have to be percent-encoded");
    }
  }

  /** Whether nobody but this machine has seen the request on its way from its sender. */
  boolean isFromHere() {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
