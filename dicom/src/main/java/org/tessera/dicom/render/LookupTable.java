package org.tessera.dicom.render;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.ValueElement;

/// A table from values to others, PS3.3 C.11.1.1.
final class LookupTable {
  private static final int ENTRIES_MAX = 65_536;

  private final int first;
  private final int most;
  private final int[] entries;

  /// @param most what its entries are shares of
  LookupTable(int first, int most, int[] entries) {
    this.first = first;
    this.entries = entries;
    this.most = most;
  }

  /// The highest entry that so many bits allow; tables that lie about their bits are measured by
  /// their highest entry.
  static int most(int bits, int[] entries) {
    int highest = (1 << bits) - 1;
    for (int entry : entries) {
      highest = Math.max(highest, entry);
    }
    return highest;
  }

  /// What a descriptor says: number of entries (0 for 65,536), first value mapped, bits an entry.
  record Descriptor(int count, int first, int bits) {
    static Optional<Descriptor> of(DataSet dataSet, int tag) {
      List<BigDecimal> numbers = dataSet.numbers(tag);
      if (numbers.size() < 3) {
        return Optional.empty();
      }
      int count = numbers.get(0).intValue() & 0xFFFF;
      int bits = numbers.get(2).intValue();
      return bits < 1 || bits > 16
          ? Optional.empty()
          : Optional.of(
              new Descriptor(count == 0 ? ENTRIES_MAX : count, numbers.get(1).intValue(), bits));
    }
  }

  /// The table a sequence item holds, if it holds a sound one.
  static Optional<LookupTable> of(DataSet item, int descriptor, int data) throws IOException {
    Optional<Descriptor> told = Descriptor.of(item, descriptor);
    if (told.isEmpty() || !(item.get(data).orElse(null) instanceof ValueElement value)) {
      return Optional.empty();
    }
    Optional<int[]> entries = entries(told.get(), value);
    return entries.map(all -> new LookupTable(told.get().first, most(told.get().bits, all), all));
  }

  /// Entries of a byte or a word each, as many as the descriptor says.
  static Optional<int[]> entries(Descriptor told, ValueElement value) throws IOException {
    if (value.length() > 2L * ENTRIES_MAX + 2) {
      return Optional.empty();
    }
    byte[] bytes = value.littleEndian();
    boolean single = bytes.length < 2 * told.count && bytes.length >= told.count;
    int count = single ? told.count : Math.min(told.count, bytes.length / 2);
    if (count == 0) {
      return Optional.empty();
    }
    int[] entries = new int[count];
    for (int i = 0; i < count; i++) {
      entries[i] =
          single ? bytes[i] & 0xFF : (bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] & 0xFF) << 8;
    }
    return Optional.of(entries);
  }

  /// The entry for a value; values beyond the ends have the entries of the ends.
  int at(double value) {
    long index = Math.round(value) - first;
    return entries[(int) Math.clamp(index, 0L, entries.length - 1L)];
  }

  /// The entry as a share of the highest there may be.
  double share(double value) {
    return (double) at(value) / most;
  }
}
