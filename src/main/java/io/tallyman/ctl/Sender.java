package io.tallyman.ctl;

import io.tallyman.access.RequestSigner;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Sends calls to hosts. Nothing is sent twice: a signature is taken once, and so is a change. */
final class Sender {

  private static final String UNDECIDED = "; it may still do it";
  private static final int MOST_BYTES = 16 << 20;
  private static final Duration OF_THE_BODY = Duration.ofMillis(500);

  private final HttpClient http;
  private final Optional<RequestSigner> signer;
  private final Duration timeout;

  /**
   * @param timeout how long an answer may take
   */
  Sender(HttpClient http, Optional<RequestSigner> signer, Duration timeout) {
    this.http = http;
    this.signer = signer;
    this.timeout = timeout;
  }

  /** Asks all hosts at once; the answers are in the order of the hosts. */
  List<Answer> toEach(Call call, List<HostAddress> hosts) {
    List<CompletableFuture<Answer>> all = hosts.stream().map(host -> send(call, host)).toList();
    return all.stream().map(CompletableFuture::join).toList();
  }

  /** Asks one host and waits for its answer. */
  Answer to(Call call, HostAddress host) {
    return send(call, host).join();
  }

  /** The request that {@link #to} would send. */
  PreparedRequest prepared(Call call, HostAddress host) {
    return PreparedRequest.of(call, host, signer);
  }

  private CompletableFuture<Answer> send(Call call, HostAddress host) {
    CompletableFuture<HttpResponse<String>> exchange =
        http.sendAsync(prepared(call, host).http(timeout), BoundedText.handler(MOST_BYTES));
    return exchange
        .copy()
        // The request's own timeout ends with the answer's head; it goes first, as it knows more.
        .orTimeout(timeout.plus(OF_THE_BODY).toMillis(), TimeUnit.MILLISECONDS)
        .<Answer>thenApply(
            response -> new Answer.Given(host, response.statusCode(), response.body()))
        .exceptionally(
            failure -> {
              exchange.cancel(true);
              return missing(call, host, failure);
            });
  }

  private Answer missing(Call call, HostAddress host, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof HttpConnectTimeoutException) {
      return new Answer.Missing(
          host,
          "it can't be reached",
          "see whether the machine is up and the way to it open",
          true);
    }
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return new Answer.Missing(
          host,
          "no answer within " + timeout.toSeconds() + " s" + (call.reads() ? "" : UNDECIDED),
          "see whether the process hangs, or give it longer by --timeout",
          false);
    }
    if (cause instanceof ConnectException || cause instanceof UnresolvedAddressException) {
      return unconnected(host, hasCause(cause, UnresolvedAddressException.class));
    }
    if (cause instanceof SSLHandshakeException) {
      return new Answer.Missing(
          host,
          "TLS failed (" + cause.getMessage() + ")",
          "name the certificate that its own is signed by, as tls.trust of the profile",
          true);
    }
    if (cause instanceof IOException) {
      return broken(call, host, cause);
    }
    throw new IllegalStateException("the request to " + host.name() + " couldn't be sent", cause);
  }

  private static Answer broken(Call call, HostAddress host, Throwable cause) {
    String undecided = call.reads() ? "" : UNDECIDED;
    if (hasCause(cause, BoundedText.TooLong.class)) {
      return new Answer.Missing(
          host,
          "its answer has more than " + (MOST_BYTES >> 20) + " MiB" + undecided,
          "see whether the profile names the admin port",
          false);
    }
    return new Answer.Missing(
        host,
        "the connection broke (" + cause.getMessage() + ")" + undecided,
        "see whether this is the admin port, and over https",
        false);
  }

  private static Answer unconnected(HostAddress host, boolean unknown) {
    return new Answer.Missing(
        host,
        unknown ? "its name is unknown here" : "nothing listens there",
        unknown ? "correct the name in the profile" : "start the service, or correct the address",
        true);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
