package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Tag;

/// What was done to which attribute of a study, in how many instances. Holds no value of any file.
final class ChangeLog {
  /// What was done.
  enum Deed {
    REMOVED,
    EMPTIED,
    REPLACED_BY_DUMMY,
    UID_REPLACED,
    DATE_SHIFTED,
    CLEANED,
    PSEUDONYM,
    BLANKED,
    ADDED
  }

  /// A place in data sets: a tag below the tags of the sequences around it.
  static final class Place {
    private final String path;
    private final Map<Integer, Place> below = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>(2);

    private Place(String path) {
      this.path = path;
    }

    /// The root of all places.
    static Place root() {
      return new Place("");
    }

    Place child(int tag) {
      Place known = below.get(tag);
      if (known == null) {
        known = new Place(path + (path.isEmpty() ? "" : "/") + Tag.hex(tag));
        below.put(tag, known);
      }
      return known;
    }

    Entry entry(Deed deed, String rule) {
      for (Entry entry : entries) {
        if (entry.deed == deed && entry.rule.equals(rule)) {
          return entry;
        }
      }
      var entry = new Entry(path, deed, rule);
      entries.add(entry);
      return entry;
    }
  }

  /// One line of a report.
  ///
  /// @param path tags from the outermost sequence inwards, `/` between them
  record Entry(String path, Deed deed, String rule) {
    /// The attribute's name in words; private attributes have none.
    String name() {
      String tag = path.substring(path.lastIndexOf('/') + 1);
      return Dictionary.keyword(Integer.parseUnsignedInt(tag, 16));
    }
  }

  private final IdentityHashMap<Entry, int[]> counts = new IdentityHashMap<>();

  void add(Entry entry) {
    int[] count = counts.get(entry);
    if (count == null) {
      count = new int[1];
      counts.put(entry, count);
    }
    count[0]++;
  }

  /// Takes an entry back that was added before.
  void remove(Entry entry) {
    int[] count = counts.get(entry);
    if (count != null && --count[0] == 0) {
      counts.remove(entry);
    }
  }

  /// How often each entry happened.
  Map<Entry, Integer> counts() {
    Map<Entry, Integer> all = new HashMap<>();
    counts.forEach((entry, count) -> all.merge(entry, count[0], Integer::sum));
    return all;
  }
}
