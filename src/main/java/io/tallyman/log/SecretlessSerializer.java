package io.tallyman.log;

import io.sentry.ISerializer;
import io.sentry.JsonDeserializer;
import io.sentry.SentryEnvelope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another serializer, without secrets: whatever is sent to an error tracker, in which field ever,
 * is text for a moment, and here that is.
 */
final class SecretlessSerializer implements ISerializer {

  private final ISerializer inner;
  private final Secrets secrets;

  SecretlessSerializer(ISerializer inner, Secrets secrets) {
    this.inner = inner;
    this.secrets = secrets;
  }

  @Override
  public <T> void serialize(T entity, Writer writer) throws IOException {
    StringWriter text = new StringWriter();
    inner.serialize(entity, text);
    writer.write(secrets.keepOutOf(text.toString()));
    writer.flush();
  }

  /** Its items are serialized one by one already, above. */
  @Override
  public void serialize(SentryEnvelope envelope, OutputStream out) throws Exception {
    inner.serialize(envelope, out);
  }

  @Override
  public String serialize(Map<String, Object> data) throws Exception {
    return secrets.keepOutOf(inner.serialize(data));
  }

  @Override
  public <T, R> @Nullable T deserializeCollection(
      Reader reader, Class<T> type, @Nullable JsonDeserializer<R> elements) {
    return inner.deserializeCollection(reader, type, elements);
  }

  @Override
  public <T> @Nullable T deserialize(Reader reader, Class<T> type) {
    return inner.deserialize(reader, type);
  }

  @Override
  public @Nullable SentryEnvelope deserializeEnvelope(InputStream in) {
    return inner.deserializeEnvelope(in);
  }
}
