package org.tessera.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Tells which fragments of encapsulated pixel data belong to which frame, PS3.5 annex A.4.
public final class FrameFragments {
  private static final int OFFSET_TABLE_BYTES_MAX = 64 << 20;
  private static final int ITEM_HEAD = 8;

  private final List<Value> fragments;
  private final int count;

  private FrameFragments(EncapsulatedElement pixels, int count) {
    this.fragments = pixels.fragments();
    this.count = count;
  }

  /// The fragments of each frame, in order: as a table of offsets says, one each where there are as
  /// many, else by the marks JPEG streams begin with. Empty when frames cannot be told apart.
  ///
  /// @param count how many frames there should be
  public static List<List<Value>> of(DataSet dataSet, EncapsulatedElement pixels, int count)
      throws IOException {
    var frames = new FrameFragments(pixels, count);
    List<Value> all = frames.fragments;
    if (count == 1) {
      return List.of(all);
    }
    Optional<List<Integer>> told =
        frames.startsAt(offsets(dataSet, pixels)).or(() -> frames.oneEach());
    List<Integer> starts = told.isPresent() ? told.get() : frames.byTheirMarks();
    if (starts.size() < count) {
      return List.of();
    }
    List<List<Value>> own = new ArrayList<>(count);
    for (int frame = 0; frame < count; frame++) {
      int end = frame + 1 < starts.size() ? starts.get(frame + 1) : all.size();
      own.add(all.subList(starts.get(frame), end));
    }
    return own;
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
    return fragments.size() == count
        ? Optional.of(IntStream.range(0, count).boxed().toList())
        : Optional.empty();
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
}
