package io.tallyman.demo;

import io.tallyman.demo.GeneratedRecord.Fate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events of a marketplace, as Kafka records with their fates: the same seed and clock
 * give the same records. Most are sound and a second old at most; of a thousand one is broken, some
 * are hours or days old, some come too late or too early, and some come twice. Not thread-safe.
 */
final class EventGenerator {

  /** How many visits go on at the same time. */
  private static final int SESSIONS = 2_000;

  private static final int USERS = 200_000;
  private static final int REMEMBERED = 1_024;

  private final SplittableRandom random;
  private final Clock clock;
  private final Schema reader;
  private final List<ClientVersion> clients;
  private final Zipf clientRanks;
  private final Zipf platformRanks = new Zipf(4, 0.9);
  private final Marketplace marketplace = new Marketplace();
  private final Mishaps mishaps;
  private final List<Session> sessions = new ArrayList<>(SESSIONS);
  private final @Nullable GeneratedRecord[] recent = new @Nullable GeneratedRecord[REMEMBERED];
  private long made;

  /**
   * A generator.
   *
   * @param schemas the versions in which clients write, the newest being the commonest
   * @param seed decides everything but the time
   * @param clock the time of the records
   */
  EventGenerator(List<WriterSchema> schemas, long seed, Clock clock) {
    this.random = new SplittableRandom(seed);
    this.clock = clock;
    this.clients = ClientVersion.of(schemas);
    this.reader = WriterSchema.reader(schemas);
    this.clientRanks = new Zipf(clients.size(), 1);
    this.mishaps = new Mishaps(random);
    while (sessions.size() < SESSIONS) {
      sessions.add(newSession());
    }
  }

  /** The next record, of now. */
  GeneratedRecord next() {
    long now = clock.millis();
    GeneratedRecord again = recent[random.nextInt(REMEMBERED)];
    GeneratedRecord record =
        again != null && mishaps.isRepeated()
            ? new GeneratedRecord(again.key(), again.value(), now, again.fate())
            : fresh(now);
    recent[(int) (made++ % REMEMBERED)] = record;
    return record;
  }

  private GeneratedRecord fresh(long now) {
    MarketEvent event = nextEvent(now);
    event = event.withTime(mishaps.timeOf(event, now));
    byte[] key = Long.toString(event.visitor().userId()).getBytes(StandardCharsets.UTF_8);
    ClientVersion client = event.visitor().client();
    GenericRecord written = client.write(event);
    byte[] value = client.encode(written);
    Fault fault = mishaps.fault();
    return fault == null
        ? new GeneratedRecord(key, value, now, new Fate.Sound(new WrittenEvent(written, reader)))
        : new GeneratedRecord(
            key, fault.inflictOn(value, random), now, new Fate.Broken(fault.reason()));
  }

  private MarketEvent nextEvent(long now) {
    int which = random.nextInt(SESSIONS);
    if (sessions.get(which).isOver()) {
      sessions.set(which, newSession());
    }
    return sessions.get(which).next(now - (long) (-Math.log(1 - random.nextDouble()) * 150));
  }

  private Session newSession() {
    ClientVersion client = clients.get(clientRanks.draw(random));
    List<String> platforms = client.platforms();
    Visitor visitor =
        new Visitor(
            1_000_000 + random.nextInt(USERS),
            Long.toHexString(random.nextLong()),
            marketplace.country(random),
            platforms.get(Math.min(platforms.size() - 1, platformRanks.draw(random))),
            client);
    return new Session(visitor, marketplace, random);
  }
}
