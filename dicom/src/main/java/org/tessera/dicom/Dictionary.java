package org.tessera.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The data dictionary of PS3.6, read once from `standard/elements.tsv`.
public final class Dictionary {
  private static final int SLOTS = 1 << 14;
  private static final int[] TAGS = new int[SLOTS];
  private static final @Nullable DictionaryEntry[] ENTRIES = new @Nullable DictionaryEntry[SLOTS];
  private static final List<Pattern> PATTERNS = new ArrayList<>();
  private static final Map<String, DictionaryEntry> KEYWORDS = new HashMap<>();

  /// A repeating group or element: the tag's fixed digits.
  private record Pattern(int mask, int value, DictionaryEntry entry) {}

  static {
    Table.rows("elements.tsv").forEach(Dictionary::add);
  }

  private Dictionary() {}

  /// The attribute with this tag; private tags and group lengths have none.
  public static Optional<DictionaryEntry> find(int tag) {
    return Optional.ofNullable(lookup(tag));
  }

  /// The attribute with this keyword, such as `PatientName`.
  public static Optional<DictionaryEntry> find(String keyword) {
    return Optional.ofNullable(KEYWORDS.get(keyword));
  }

  /// The keyword of a tag, or its empty string when the standard does not name it.
  public static String keyword(int tag) {
    DictionaryEntry entry = lookup(tag);
    return entry == null ? "" : entry.keyword();
  }

  /// What implicit VR means by a tag: its first representation, a group length is UL, a private
  /// creator LO, all else UN (PS3.5 section 6.2.2 and annex A.1).
  static Vr vr(int tag) {
    DictionaryEntry entry = lookup(tag);
    if (entry != null && !entry.vrs().isEmpty()) {
      return entry.vrs().size() == 1 ? entry.vrs().getFirst() : ambiguous(entry);
    }
    if ((tag & 0xFFFF) == 0) {
      return Vr.UL;
    }
    return Tag.isPrivateCreator(tag) ? Vr.LO : Vr.UN;
  }

  /// Implicit VR leaves bytes in words (annex A.1); signedness is the data set's to tell.
  private static Vr ambiguous(DictionaryEntry entry) {
    return entry.vrs().contains(Vr.OW) ? Vr.OW : entry.vrs().getFirst();
  }

  /// Whether Pixel Representation decides between US and SS for this tag.
  static boolean followsPixelRepresentation(int tag) {
    DictionaryEntry entry = lookup(tag);
    return entry != null && entry.vrs().contains(Vr.US) && entry.vrs().contains(Vr.SS);
  }

  static @Nullable DictionaryEntry lookup(int tag) {
    for (int slot = slot(tag); ; slot = slot + 1 & SLOTS - 1) {
      DictionaryEntry entry = ENTRIES[slot];
      if (entry == null) {
        return (tag & 0x10000) == 0 ? repeating(tag) : null;
      }
      if (TAGS[slot] == tag) {
        return entry;
      }
    }
  }

  private static @Nullable DictionaryEntry repeating(int tag) {
    for (Pattern pattern : PATTERNS) {
      if ((tag & pattern.mask) == pattern.value) {
        return pattern.entry;
      }
    }
    return null;
  }

  private static int slot(int tag) {
    int hash = tag * 0x9E3779B9;
    return hash >>> 18;
  }

  private static void add(String[] row) {
    int mask = 0;
    for (char digit : row[0].toCharArray()) {
      mask = mask << 4 | (digit == 'x' ? 0 : 0xF);
    }
    int tag = Integer.parseUnsignedInt(row[0].replace('x', '0'), 16);
    List<Vr> vrs =
        Arrays.stream(row[1].split(" or ")).map(Vr::of).flatMap(Optional::stream).toList();
    var entry = new DictionaryEntry(tag, vrs, Vm.parse(row[2]), row[3], row[5], !row[4].isEmpty());
    if (!entry.keyword().isEmpty()) {
      KEYWORDS.put(entry.keyword(), entry);
    }
    if (mask != -1) {
      PATTERNS.add(new Pattern(mask, tag, entry));
      return;
    }
    int slot = slot(tag);
    while (ENTRIES[slot] != null) {
      slot = slot + 1 & SLOTS - 1;
    }
    TAGS[slot] = tag;
    ENTRIES[slot] = entry;
  }
}
