package io.tallyman.produce;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;

/**
 * The bytes of one of Avro's object container files, in which a cut can be told. Avro's own reader
 * takes every end for the end of the records. But the header and each block end with the same
 * marker: where other bytes are the last ones, or gzip misses some, this stream goes on with bytes
 * that can't be a block, and the reader fails there, after the last whole block.
 *
 * <p>A cut exactly between two blocks leaves a whole file with fewer blocks and can't be told,
 * unless the file is gzipped.
 */
final class AvroBytes extends InputStream {

  /** No number ends in it, so that it is neither a block's count nor its size. */
  private static final byte NO_BLOCK = (byte) 0xFF;

  private final InputStream in;
  private final byte[] marker;
  private final byte[] last = new byte[DataFileConstants.SYNC_SIZE];
  private boolean cut;

  private AvroBytes(InputStream in, byte[] marker) {
    this.in = in;
    this.marker = marker;
  }

  /**
   * Reads the header, for the marker, and puts it back.
   *
   * @throws IOException when this is no Avro file; {@link EOFException} when the header is cut
   */
  static AvroBytes of(InputStream in) throws IOException {
    Recorded header = new Recorded(in);
    byte[] marker = marker(DecoderFactory.get().directBinaryDecoder(header, null));
    return new AvroBytes(new SequenceInputStream(header.again(), in), marker);
  }

  private static byte[] marker(Decoder header) throws IOException {
    byte[] magic = new byte[DataFileConstants.MAGIC.length];
    header.readFixed(magic);
    if (!Arrays.equals(magic, DataFileConstants.MAGIC)) {
      throw new InvalidAvroMagicException("Not an Avro data file.");
    }
    for (long entries = header.readMapStart(); entries > 0; entries = header.mapNext()) {
      for (long entry = 0; entry < entries; entry++) {
        header.readString(null);
        header.readBytes(null);
      }
    }
    byte[] marker = new byte[DataFileConstants.SYNC_SIZE];
    header.readFixed(marker);
    return marker;
  }

  /** Whether the file breaks off; known once its last byte has been read. */
  boolean isCut() {
    return cut;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = cut ? -1 : readFile(buffer, offset, length);
    if (!cut) {
      return read;
    }
    Arrays.fill(buffer, offset, offset + length, NO_BLOCK);
    return length;
  }

  private int readFile(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        remember(buffer, offset, read);
      }
      cut = read < 0 && !Arrays.equals(last, marker);
      return read;
    } catch (EOFException e) { // gzip's own end is missing; the reader would take this for the end
      cut = true;
      return -1;
    }
  }

  private void remember(byte[] buffer, int offset, int read) {
    int fresh = Math.min(read, last.length);
    System.arraycopy(last, fresh, last, 0, last.length - fresh);
    System.arraycopy(buffer, offset + read - fresh, last, last.length - fresh, fresh);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Keeps what is read. */
  private static final class Recorded extends FilterInputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Recorded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        bytes.write(read);
      }
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      bytes.write(buffer, offset, Math.max(read, 0));
      return read;
    }

    InputStream again() {
      return new ByteArrayInputStream(bytes.toByteArray());
    }
  }
}
