package org.tessera.dicom.render;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;

/// Finds the fragments of a frame in encapsulated pixel data, PS3.5 annex A.4.
final class Frames {
  private static final long FRAME_BYTES_MAX = 1L << 27;
  private static final int OFFSET_TABLE_BYTES_MAX = 64 << 20;
  private static final int ITEM_HEAD = 8;

  private final List<Value> fragments;
  private final int count;

  Frames(EncapsulatedElement pixels, int count) {
    this.fragments = pixels.fragments();
    this.count = count;
  }

  /// The compressed bytes of a frame, counted from 0.
  static byte[] bytes(DataSet dataSet, EncapsulatedElement pixels, int count, int frame)
      throws IOException, Unrendered {
    var frames = new Frames(pixels, count);
    if (count == 1) {
      return frames.joined(0, frames.fragments.size());
    }
    Optional<List<Integer>> starts =
        frames.startsAt(offsets(dataSet, pixels)).or(() -> frames.oneEach());
    List<Integer> found = starts.isPresent() ? starts.get() : frames.byTheirMarks();
    if (found.size() < count) {
      throw new Unrendered(NotRenderable.damaged("the frames cannot be told apart"));
    }
    int end = frame + 1 < found.size() ? found.get(frame + 1) : frames.fragments.size();
    return frames.joined(found.get(frame), end);
  }

  /// Where frames begin, counted from the first fragment's item: from the extended table, else from
  /// the basic one.
  private static long[] offsets(DataSet dataSet, EncapsulatedElement pixels) throws IOException {
    boolean extended = dataSet.contains(Tag.ExtendedOffsetTable);
    Value table = pixels.offsetTable();
    if (extended && dataSet.get(Tag.ExtendedOffsetTable).orElse(null) instanceof ValueElement it) {
      table = it.value();
    }
    if (table.length() > OFFSET_TABLE_BYTES_MAX) {
      return new long[0];
    }
    ByteBuffer bytes = ByteBuffer.wrap(table.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long[] offsets = new long[bytes.remaining() / (extended ? 8 : 4)];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = extended ? bytes.getLong() : bytes.getInt() & 0xFFFFFFFFL;
    }
    return offsets;
  }

  /// The fragments at these offsets; nothing when there are not enough, or one meets no fragment.
  private Optional<List<Integer>> startsAt(long[] offsets) {
    if (offsets.length != count) {
      return Optional.empty();
    }
    List<Integer> starts = new ArrayList<>(count);
    long place = 0;
    for (int fragment = 0; fragment < fragments.size() && starts.size() < count; fragment++) {
      if (offsets[starts.size()] == place) {
        starts.add(fragment);
      }
      place += ITEM_HEAD + fragments.get(fragment).length();
    }
    return starts.size() == count ? Optional.of(starts) : Optional.empty();
  }

  private Optional<List<Integer>> oneEach() {
    if (fragments.size() != count) {
      return Optional.empty();
    }
    return Optional.of(java.util.stream.IntStream.range(0, count).boxed().toList());
  }

  /// Without a table: a JPEG stream begins with a mark that no other fragment begins with.
  private List<Integer> byTheirMarks() throws IOException {
    List<Integer> starts = new ArrayList<>();
    for (int fragment = 0; fragment < fragments.size(); fragment++) {
      try (InputStream in = fragments.get(fragment).open()) {
        byte[] mark = in.readNBytes(3);
        boolean begins =
            mark.length == 3
                && (mark[0] & 0xFF) == 0xFF
                && (((mark[1] & 0xFF) == 0xD8 && (mark[2] & 0xFF) == 0xFF)
                    || ((mark[1] & 0xFF) == 0x4F && (mark[2] & 0xFF) == 0xFF));
        if (begins) {
          starts.add(fragment);
        }
      }
    }
    return starts;
  }

  private byte[] joined(int from, int to) throws IOException, Unrendered {
    long size = 0;
    for (Value fragment : fragments.subList(from, to)) {
      size += fragment.length();
    }
    if (size > FRAME_BYTES_MAX) {
      throw new Unrendered(
          new NotRenderable(
              NotRenderable.Reason.TOO_LARGE,
              "the frame has more than " + FRAME_BYTES_MAX + " compressed bytes"));
    }
    if (to == from + 1) {
      return fragments.get(from).bytes();
    }
    var all = new ByteArrayOutputStream((int) size);
    for (Value fragment : fragments.subList(from, to)) {
      all.writeBytes(fragment.bytes());
    }
    return all.toByteArray();
  }
}
