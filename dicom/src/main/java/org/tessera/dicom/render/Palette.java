package org.tessera.dicom.render;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.ValueElement;

/// The colours of a palette, PS3.3 C.7.6.3.1.5 and C.7.9: one table for each of red, green and
/// blue, written out or in segments.
final class Palette {
  private static final int DESCRIPTOR = 0x00281101;
  private static final int ENTRIES = 0x00281201;
  private static final int SEGMENTS = 0x00281221;
  private static final int ENTRIES_MAX = 65_536;

  /// No segment that makes an entry takes more than eight bytes.
  private static final long SEGMENT_BYTES_MAX = 8L * ENTRIES_MAX;

  private final List<LookupTable> tables;

  private Palette(List<LookupTable> tables) {
    this.tables = tables;
  }

  static Optional<Palette> of(DataSet dataSet) throws IOException {
    List<LookupTable.Descriptor> descriptors = new ArrayList<>();
    List<int[]> colours = new ArrayList<>();
    for (int colour = 0; colour < 3; colour++) {
      Optional<LookupTable.Descriptor> told =
          LookupTable.Descriptor.of(dataSet, DESCRIPTOR + colour);
      Optional<int[]> entries =
          told.isEmpty() ? Optional.empty() : entries(dataSet, told.get(), colour);
      if (told.isEmpty() || entries.isEmpty()) {
        return Optional.empty();
      }
      descriptors.add(told.get());
      colours.add(entries.get());
    }
    int most = most(descriptors, colours);
    List<LookupTable> tables = new ArrayList<>();
    for (int colour = 0; colour < 3; colour++) {
      tables.add(new LookupTable(descriptors.get(colour).first(), most, colours.get(colour)));
    }
    return Optional.of(new Palette(tables));
  }

  /// What the entries of all three colours are shares of: one scale, or a colour that stays dim
  /// would shine. Some writers say 16 bits and put 8 in them.
  private static int most(List<LookupTable.Descriptor> descriptors, List<int[]> colours) {
    int highest = 0;
    int told = 0;
    for (int colour = 0; colour < 3; colour++) {
      highest = Math.max(highest, LookupTable.most(1, colours.get(colour)));
      told = Math.max(told, LookupTable.most(descriptors.get(colour).bits(), colours.get(colour)));
    }
    return told > 0xFF && highest <= 0xFF ? 0xFF : told;
  }

  private static Optional<int[]> entries(DataSet dataSet, LookupTable.Descriptor told, int colour)
      throws IOException {
    if (dataSet.get(ENTRIES + colour).orElse(null) instanceof ValueElement value) {
      return LookupTable.entries(told, value);
    }
    return dataSet.get(SEGMENTS + colour).orElse(null) instanceof ValueElement value
            && value.length() <= SEGMENT_BYTES_MAX
        ? segments(value.littleEndian(), told)
        : Optional.empty();
  }

  /// Discrete, linear and indirect segments, PS3.3 C.7.9.2; nothing when one is none of these, or
  /// makes no entry: segments that make none could be repeated without end.
  private static Optional<int[]> segments(byte[] bytes, LookupTable.Descriptor told) {
    int[] words = new int[told.bits() > 8 ? bytes.length / 2 : bytes.length];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          told.bits() > 8
              ? (bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] & 0xFF) << 8
              : bytes[i] & 0xFF;
    }
    var expansion = new Expansion(words, told.bits() > 8);
    return expansion.run(0, Integer.MAX_VALUE, true) && expansion.filled > 0
        ? Optional.of(java.util.Arrays.copyOf(expansion.entries, expansion.filled))
        : Optional.empty();
  }

  /// Segments while they are written out.
  private static final class Expansion {
    private final int[] words;
    private final boolean wide;
    private final int[] entries = new int[ENTRIES_MAX];
    private int filled;

    Expansion(int[] words, boolean wide) {
      this.words = words;
      this.wide = wide;
    }

    boolean run(int from, int segments, boolean mayRefer) {
      int at = from;
      for (int i = 0; i < segments && at + 1 < words.length; i++) {
        int length = words[at + 1];
        int before = filled;
        int used =
            switch (words[at]) {
              case 0 -> discrete(at + 2, length);
              case 1 -> linear(at + 2, length);
              case 2 -> mayRefer ? indirect(at + 2, length) : -1;
              default -> -1;
            };
        if (used < 0 || filled == before) {
          return false;
        }
        at += 2 + used;
      }
      return true;
    }

    private int discrete(int at, int length) {
      if (at + length > words.length || filled + length > ENTRIES_MAX) {
        return -1;
      }
      System.arraycopy(words, at, entries, filled, length);
      filled += length;
      return length;
    }

    private int linear(int at, int length) {
      if (at >= words.length || filled == 0 || filled + length > ENTRIES_MAX) {
        return -1;
      }
      double from = entries[filled - 1];
      double step = (words[at] - from) / length;
      for (int i = 1; i <= length; i++) {
        entries[filled++] = (int) Math.round(from + step * i);
      }
      return 1;
    }

    /// So many segments again, from an offset in bytes; those refer no further.
    private int indirect(int at, int length) {
      int parts = wide ? 2 : 4;
      if (at + parts > words.length) {
        return -1;
      }
      long offset = 0;
      for (int i = 0; i < parts; i++) {
        offset |= (long) words[at + i] << ((wide ? 16 : 8) * i);
      }
      long start = wide ? offset / 2 : offset;
      return start < words.length && run((int) start, length, false) ? parts : -1;
    }
  }

  Picture render(FrameReader.Samples samples) {
    PixelDescription told = samples.description();
    var values = new StoredValues(samples);
    byte[] colours = new byte[values.count() * 3];
    for (int pixel = 0; pixel < values.count(); pixel++) {
      double value = values.value(pixel);
      for (int colour = 0; colour < 3; colour++) {
        colours[pixel * 3 + colour] = (byte) Math.round(255 * tables.get(colour).share(value));
      }
    }
    return new Picture(told.columns(), told.rows(), 3, colours);
  }
}
