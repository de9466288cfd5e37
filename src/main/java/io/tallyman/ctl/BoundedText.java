package io.tallyman.ctl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of an answer as a text of so many bytes at most; a longer one breaks the exchange. */
final class BoundedText implements HttpResponse.BodySubscriber<String> {

  /** The body has more bytes than that. */
  static final class TooLong extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    private TooLong(int most) {
      super("the answer has more than " + most + " bytes");
    }
  }

  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<String> text = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription; // set before anything else is called

  private BoundedText(int most) {
    this.most = most;
  }

  static HttpResponse.BodyHandler<String> handler(int most) {
    return head -> new BoundedText(most);
  }

  @Override
  public CompletionStage<String> getBody() {
    return text;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      if (text.isDone()) {
        return;
      }
      if (piece.remaining() > most - bytes.size()) {
        Flow.Subscription given = subscription;
        if (given != null) {
          given.cancel();
        }
        text.completeExceptionally(new TooLong(most));
        return;
      }
      byte[] read = new byte[piece.remaining()];
      piece.get(read);
      bytes.writeBytes(read);
    }
  }

  @Override
  public void onError(Throwable failure) {
    text.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    text.complete(bytes.toString(StandardCharsets.UTF_8));
  }
}
