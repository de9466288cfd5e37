package io.tallyman.simulate.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;

/** What of a consumer a lane doesn't use, and so nobody has modelled: it fails. */
abstract sealed class UnsupportedConsumer implements Consumer<byte[], byte[]>
    permits SimulatedConsumer {

  private static UnsupportedOperationException notModelled() {
    return new UnsupportedOperationException("not modelled: no lane used it so far");
  }

  @Override
  public final void subscribe(Collection<String> topics) {
    throw notModelled();
  }

  @Override
  public final void assign(Collection<TopicPartition> partitions) {
    throw notModelled();
  }

  @Override
  public final void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
    throw notModelled();
  }

  @Override
  public final void subscribe(Pattern pattern) {
    throw notModelled();
  }

  @Override
  public final void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener listener) {
    throw notModelled();
  }

  @Override
  public final void subscribe(SubscriptionPattern pattern) {
    throw notModelled();
  }

  @Override
  public final void unsubscribe() {
    throw notModelled();
  }

  @Override
  public final void commitSync() {
    throw notModelled();
  }

  @Override
  public final void commitSync(Duration timeout) {
    throw notModelled();
  }

  @Override
  public final void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    throw notModelled();
  }

  @Override
  public final void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    throw notModelled();
  }

  @Override
  public final void commitAsync() {
    throw notModelled();
  }

  @Override
  public final void commitAsync(OffsetCommitCallback callback) {
    throw notModelled();
  }

  @Override
  public final void registerMetricForSubscription(KafkaMetric metric) {
    throw notModelled();
  }

  @Override
  public final void unregisterMetricFromSubscription(KafkaMetric metric) {
    throw notModelled();
  }

  @Override
  public final void seekToBeginning(Collection<TopicPartition> partitions) {
    throw notModelled();
  }

  @Override
  public final void seekToEnd(Collection<TopicPartition> partitions) {
    throw notModelled();
  }

  @Override
  public final long position(TopicPartition partition, Duration timeout) {
    throw notModelled();
  }

  @Override
  public final Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout) {
    throw notModelled();
  }

  @Override
  public final Uuid clientInstanceId(Duration timeout) {
    throw notModelled();
  }

  @Override
  public final Map<MetricName, ? extends Metric> metrics() {
    throw notModelled();
  }

  @Override
  public final List<PartitionInfo> partitionsFor(String topic) {
    throw notModelled();
  }

  @Override
  public final List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
    throw notModelled();
  }

  @Override
  public final Map<String, List<PartitionInfo>> listTopics() {
    throw notModelled();
  }

  @Override
  public final Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
    throw notModelled();
  }

  @Override
  public final Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> times) {
    throw notModelled();
  }

  @Override
  public final Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> times, Duration timeout) {
    throw notModelled();
  }

  @Override
  public final Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
    throw notModelled();
  }

  @Override
  public final Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    throw notModelled();
  }

  @Override
  public final Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    throw notModelled();
  }

  @Override
  public final Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    throw notModelled();
  }

  @Override
  public final OptionalLong currentLag(TopicPartition partition) {
    throw notModelled();
  }

  @Override
  public final ConsumerGroupMetadata groupMetadata() {
    throw notModelled();
  }

  @Override
  public final void enforceRebalance() {
    throw notModelled();
  }

  @Override
  public final void enforceRebalance(String reason) {
    throw notModelled();
  }

  @Deprecated
  @Override
  public final void close(Duration timeout) {
    throw notModelled();
  }
}
