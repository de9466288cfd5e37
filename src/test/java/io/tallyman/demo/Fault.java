package io.tallyman.demo;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A way in which a sound record's value is broken on purpose, and what the service calls it. */
enum Fault {
  TOMBSTONE("empty") {
    @Override
    byte @Nullable [] inflictOn(byte[] value, RandomGenerator random) {
      return null;
    }
  },
  NO_BYTES("empty") {
    @Override
    byte[] inflictOn(byte[] value, RandomGenerator random) {
      return new byte[0];
    }
  },
  WRONG_MAGIC("bad_framing") {
    @Override
    byte[] inflictOn(byte[] value, RandomGenerator random) {
      byte[] broken = value.clone();
      broken[0] = (byte) (1 + random.nextInt(255));
      return broken;
    }
  },
  SHORT_HEADER("bad_framing") {
    @Override
    byte[] inflictOn(byte[] value, RandomGenerator random) {
      return Arrays.copyOf(value, 1 + random.nextInt(4));
    }
  },
  UNKNOWN_SCHEMA("unknown_schema") {
    @Override
    byte[] inflictOn(byte[] value, RandomGenerator random) {
      byte[] broken = value.clone();
      broken[1] = 0x7F;
      return broken;
    }
  },
  TRUNCATED("malformed") {
    @Override
    byte[] inflictOn(byte[] value, RandomGenerator random) {
      return Arrays.copyOf(value, 5 + random.nextInt(value.length - 5));
    }
  },
  GARBAGE("malformed") {
    @Override
    byte[] inflictOn(byte[] value, RandomGenerator random) {
      byte[] broken = value.clone();
      random.nextBytes(broken);
      System.arraycopy(value, 0, broken, 0, 5);
      // No number of Avro's is longer than ten bytes: no schema can read on from here.
      Arrays.fill(broken, 5, 17, (byte) 0xFF);
      return broken;
    }
  },
  TRAILING_BYTES("malformed") {
    @Override
    byte[] inflictOn(byte[] value, RandomGenerator random) {
      byte[] broken = Arrays.copyOf(value, value.length + 1 + random.nextInt(8));
      Arrays.fill(broken, value.length, broken.length, (byte) random.nextInt(256));
      return broken;
    }
  };

  private final String reason;

  Fault(String reason) {
    this.reason = reason;
  }

  /** The code of the service's reason for the dead letter. */
  String reason() {
    return reason;
  }

  /** The broken value, made from a sound one in the confluent framing. */
  abstract byte @Nullable [] inflictOn(byte[] value, RandomGenerator random);
}
