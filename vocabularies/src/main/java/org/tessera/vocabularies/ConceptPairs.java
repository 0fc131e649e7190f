package org.tessera.vocabularies;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;

/// A relation among concepts by their position in the file: for each the ones it leads to.
///
/// @param at where the targets of a position begin, one more than there are positions
record ConceptPairs(MemorySegment at, MemorySegment to) {
  static final int NONE = -1;
  static final int SEVERAL = -2;

  static ConceptPairs open(Path folder, String name) {
    return new ConceptPairs(
        MappedArrays.open(folder.resolve(name + ".at")),
        MappedArrays.open(folder.resolve(name + ".to")));
  }

  int[] of(int position) {
    int from = MappedArrays.intAt(at, position);
    int end = MappedArrays.intAt(at, position + 1L);
    var targets = new int[end - from];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = MappedArrays.intAt(to, from + (long) i);
    }
    return targets;
  }

  /// Collects pairs in any order and writes them in both directions.
  static final class Collector {
    private int[] from = new int[1 << 16];
    private int[] to = new int[1 << 16];
    private int size;

    void add(int source, int target) {
      if (size == from.length) {
        from = Arrays.copyOf(from, size * 2);
        to = Arrays.copyOf(to, size * 2);
      }
      from[size] = source;
      to[size++] = target;
    }

    /// For each source its only target, [#NONE] without one, [#SEVERAL] with more.
    int[] only(int concepts) {
      var targets = new int[concepts];
      Arrays.fill(targets, NONE);
      for (int i = 0; i < size; i++) {
        int known = targets[from[i]];
        targets[from[i]] = known == NONE || known == to[i] ? to[i] : SEVERAL;
      }
      return targets;
    }

    void write(Path folder, String forward, String backward, int concepts) throws IOException {
      write(folder, forward, concepts, from, to);
      write(folder, backward, concepts, to, from);
    }

    /// Counting sort: two passes and one array of numbers, whatever the order was.
    private void write(Path folder, String name, int concepts, int[] sources, int[] targets)
        throws IOException {
      var begin = new int[concepts + 1];
      for (int i = 0; i < size; i++) {
        begin[sources[i] + 1]++;
      }
      for (int i = 0; i < concepts; i++) {
        begin[i + 1] += begin[i];
      }
      int[] next = Arrays.copyOf(begin, concepts);
      var sorted = new int[size];
      for (int i = 0; i < size; i++) {
        sorted[next[sources[i]]++] = targets[i];
      }
      try (var at = new MappedArrays.Writer(folder.resolve(name + ".at"));
          var out = new MappedArrays.Writer(folder.resolve(name + ".to"))) {
        int written = 0;
        for (int concept = 0; concept < concepts; concept++) {
          at.putInt(written);
          Arrays.sort(sorted, begin[concept], begin[concept + 1]);
          for (int i = begin[concept]; i < begin[concept + 1]; i++) {
            // The same pair may come from two tables.
            if (i == begin[concept] || sorted[i] != sorted[i - 1]) {
              out.putInt(sorted[i]);
              written++;
            }
          }
        }
        at.putInt(written);
      }
    }
  }
}
