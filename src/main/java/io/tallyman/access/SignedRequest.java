package io.tallyman.access;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a request is signed: all that decides what it does and to whom. The body is signed by its
 * digest; its content type too, or a form could be made unreadable on the way and the task would
 * act on the parameters of the query alone.
 */
final class SignedRequest {

  private final Map<String, String> components = new LinkedHashMap<>();

  /**
   * @param method as it is sent
   * @param target the address, of which authority, path and query count
   * @param contentType null where the field isn't sent
   * @param contentDigest null where the field isn't sent
   */
  SignedRequest(
      String method, URI target, @Nullable String contentType, @Nullable String contentDigest) {
    components.put("@method", method);
    components.put("@authority", authority(target));
    components.put("@path", target.getRawPath().isEmpty() ? "/" : target.getRawPath());
    components.put("@query", "?" + (target.getRawQuery() == null ? "" : target.getRawQuery()));
    if (contentType != null) {
      components.put("content-type", contentType.strip());
    }
    if (contentDigest != null) {
      components.put("content-digest", contentDigest.strip());
    }
  }

  /** RFC 9421, 2.2.3: in lower case, without the port that the scheme has anyway. */
  private static String authority(URI target) {
    String authority = target.getRawAuthority().toLowerCase(Locale.ROOT);
    String standard = "https".equalsIgnoreCase(target.getScheme()) ? ":443" : ":80";
    return authority.endsWith(standard)
        ? authority.substring(0, authority.length() - standard.length())
        : authority;
  }

  /** The components that a signature of this request has to cover, all of them and no others. */
  List<String> names() {
    return List.copyOf(components.keySet());
  }

  /**
   * The signature base of RFC 9421, 2.5.
   *
   * @param order the components in the order of the signature; only such as {@link #names} has
   * @param parameters the value of {@code @signature-params}
   */
  String base(List<String> order, String parameters) {
    Map<String, String> lines = new LinkedHashMap<>();
    order.forEach(name -> lines.put(name, components.getOrDefault(name, "")));
    return base(lines, parameters);
  }

  static String base(Map<String, String> lines, String parameters) {
    StringBuilder base = new StringBuilder();
    lines.forEach(
        (name, value) -> base.append('"').append(name).append("\": ").append(value).append('\n'));
    return base.append("\"@signature-params\": ").append(parameters).toString();
  }
}
