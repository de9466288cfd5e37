package io.tallyman.activity;

import io.tallyman.log.PlainText;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The section {@code activity} of {@code config.yml}.
 *
 * @param webhook the address that takes what happens; empty for nowhere. It holds a secret
 * @param environment which of several environments this is; may be empty
 */
public record WebhookSettings(String webhook, String environment) {

  /** Nothing is told. */
  public static final WebhookSettings NONE = new WebhookSettings("", "");

  /**
   * @throws IllegalArgumentException for an address that isn't one, or that would be called in
   *     plain text over a network; the message doesn't show it
   */
  public WebhookSettings {
    if (!webhook.isEmpty()) {
      URI address = parse(webhook);
      PlainText.refuse(address);
      if (address.getHost() == null || address.getUserInfo() != null) {
        throw new IllegalArgumentException("it isn't of the form https://HOST/PATH");
      }
    }
  }

  private static URI parse(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException e) { // it shows what it was given, and must not be passed on
      throw new IllegalArgumentException("it is no address");
    }
  }

  /** Whether anything is told. */
  public boolean tells() {
    return !webhook.isEmpty();
  }

  @Override
  public String toString() {
    return tells() ? "activity is told" : "activity isn't told";
  }
}
