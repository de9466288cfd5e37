package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.PartitionProgress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What this thread is at, in the MDC of all that it logs until it leaves; then the MDC is as it was
 * before. Entered once for a thread or a batch, and for a record only if that is logged.
 */
final class LogContext {

  /** So many partitions of a batch are named; of the others, how many there are. */
  private static final int MOST_NAMED = 16;

  /** W3C Trace Context: version, trace id, parent id, flags. */
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  private LogContext() {}

  /** A thread that works for a source. */
  static LogContext ofSource(String source) {
    return new LogContext().with("source", source);
  }

  /** The thread of a lane. */
  static LogContext ofLane(String source, String lane) {
    return ofSource(source).with("lane", lane);
  }

  /** The writer, at a task. */
  static LogContext of(WriterTask task) {
    if (task instanceof WriterTask.Flush flush) {
      return ofBatch(flush.batch()).with("lane", flush.lane());
    } else if (task instanceof WriterTask.TakeOver takeOver) {
      return of(takeOver.partition());
    } else if (task instanceof WriterTask.Look look) {
      return of(look.partition());
    } else if (task instanceof WriterTask.Report report) {
      return of(report.loss().partition());
    }
    return new LogContext();
  }

  /** A record that is rejected, with the trace that it belongs to, where it says so. */
  static LogContext of(DeadLetter letter) {
    LogContext context = of(letter.partition()).with("offset", String.valueOf(letter.offset()));
    return traceId(letter).map(id -> context.with("trace_id", id)).orElse(context);
  }

  static LogContext of(SourcePartition partition) {
    return ofSource(partition.source())
        .with("topic", partition.topic())
        .with("partition", String.valueOf(partition.number()));
  }

  private static LogContext ofBatch(Batch batch) {
    List<PartitionProgress> moved = batch.progress();
    if (moved.isEmpty()) {
      return new LogContext();
    }
    SourcePartition any = moved.get(0).partition(); // a lane has one topic
    return ofSource(any.source())
        .with("topic", any.topic())
        .with("partition", named(moved, each -> String.valueOf(each.partition().number())))
        .with("offsets", named(moved, each -> each.partition().number() + ":" + each.range()));
  }

  private static String named(
      List<PartitionProgress> moved, Function<PartitionProgress, String> name) {
    String some = moved.stream().limit(MOST_NAMED).map(name).collect(Collectors.joining(" "));
    return moved.size() <= MOST_NAMED ? some : some + " +" + (moved.size() - MOST_NAMED);
  }

  /** Anybody can write a header: only what has exactly its form gets into the log. */
  private static Optional<String> traceId(DeadLetter letter) {
    for (DeadLetter.Header header : letter.headers()) {
      byte @Nullable [] value = header.value();
      if (header.name().equals("traceparent") && value != null) {
        Matcher parts = TRACE_PARENT.matcher(new String(value, StandardCharsets.ISO_8859_1));
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private LogContext with(String key, String value) {
    before.put(key, MDC.get(key));
    MDC.put(key, value);
    return this;
  }

  /** Called in a finally, by the thread that entered. */
  void leave() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            MDC.remove(key);
          } else {
            MDC.put(key, value);
          }
        });
  }
}
