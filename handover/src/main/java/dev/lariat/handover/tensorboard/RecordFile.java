package dev.lariat.handover.tensorboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TensorFlow's record format: per record its length (8 bytes, little-endian), the masked CRC-32C of the length, the
 * bytes, the masked CRC-32C of the bytes.
 */
final class RecordFile {
  private static final int MASK_DELTA = 0xa282ead8;

  private RecordFile() {}

  static void append(byte[] bytes, OutputStream out) throws IOException {
    var record = ByteBuffer.allocate(8 + 4 + bytes.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(bytes.length);
    record.putInt(maskedChecksum(record.array(), 8));
    record.put(bytes);
    record.putInt(maskedChecksum(bytes, bytes.length));
    out.write(record.array());
  }

  /** {@code rotate(crc, 15) + 0xa282ead8}: a checksum of bytes that hold checksums would be weak without the mask. */
  static int maskedChecksum(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
