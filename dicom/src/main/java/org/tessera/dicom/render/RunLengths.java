package org.tessera.dicom.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The RLE compression of PS3.5 annex G: a frame is up to 15 segments, each a plane of bytes, the
/// most significant byte of a sample first.
public final class RunLengths {
  private static final int HEADER = 64;
  private static final int RUN_MAX = 128;

  private RunLengths() {}

  /// A frame's samples in little endian, interleaved; nothing when it is damaged.
  public static Optional<byte[]> unpack(byte[] packed, SampleLayout layout) {
    int segments = layout.samples() * layout.sampleBytes();
    if (packed.length < HEADER) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != segments || segments > 15) {
      return Optional.empty();
    }
    byte[] frame = new byte[layout.bytes()];
    for (int segment = 0; segment < segments; segment++) {
      int from = header.getInt(4 * (segment + 1));
      int to = segment + 1 < segments ? header.getInt(4 * (segment + 2)) : packed.length;
      if (from < HEADER || to > packed.length || from > to) {
        return Optional.empty();
      }
      if (!unpack(packed, from, to, new Plane(frame, segment, layout))) {
        return Optional.empty();
      }
    }
    return Optional.of(frame);
  }

  /// Where the bytes of a segment stand in a frame.
  @SuppressWarnings("ArrayRecordComponent")
  private record Plane(byte[] frame, int segment, SampleLayout layout) {
    int place(int pixel) {
      int sample = segment / layout.sampleBytes();
      int significance = layout.sampleBytes() - 1 - segment % layout.sampleBytes();
      return (pixel * layout.samples() + sample) * layout.sampleBytes() + significance;
    }
  }

  private static boolean unpack(byte[] packed, int from, int to, Plane plane) {
    int pixels = plane.layout.pixels();
    int done = 0;
    int at = from;
    while (done < pixels && at < to) {
      int control = packed[at++];
      if (control == -128) {
        continue;
      }
      int count = Math.min(control >= 0 ? control + 1 : 1 - control, pixels - done);
      if (at + (control >= 0 ? count : 1) > to) {
        return false;
      }
      for (int i = 0; i < count; i++) {
        plane.frame[plane.place(done++)] = packed[control >= 0 ? at + i : at];
      }
      at += control >= 0 ? control + 1 : 1;
    }
    return done == pixels;
  }

  /// Packs a frame; an even number of bytes.
  public static byte[] pack(byte[] frame, SampleLayout layout) {
    int segments = layout.samples() * layout.sampleBytes();
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(segments);
    var body = new ByteArrayOutputStream();
    for (int segment = 0; segment < segments; segment++) {
      header.putInt(HEADER + body.size());
      pack(new Plane(frame, segment, layout), body);
      if (body.size() % 2 != 0) {
        body.write(0x80);
      }
    }
    var all = new ByteArrayOutputStream(HEADER + body.size());
    all.writeBytes(header.array());
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  private static void pack(Plane plane, ByteArrayOutputStream into) {
    byte[] bytes = new byte[plane.layout.pixels()];
    for (int pixel = 0; pixel < bytes.length; pixel++) {
      bytes[pixel] = plane.frame[plane.place(pixel)];
    }
    int at = 0;
    while (at < bytes.length) {
      int run = run(bytes, at);
      if (run > 2) {
        into.write(1 - run);
        into.write(bytes[at]);
        at += run;
        continue;
      }
      int start = at;
      while (at < bytes.length && at - start < RUN_MAX && run(bytes, at) <= 2) {
        at++;
      }
      into.write(at - start - 1);
      into.write(bytes, start, at - start);
    }
  }

  /// How often the byte at a place follows itself, itself counted.
  private static int run(byte[] bytes, int at) {
    int end = at + 1;
    while (end < bytes.length && end - at < RUN_MAX && bytes[end] == bytes[at]) {
      end++;
    }
    return end - at;
  }
}
