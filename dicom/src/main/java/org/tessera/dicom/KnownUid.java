package org.tessera.dicom;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A unique identifier that the standard itself gives out, PS3.6 annex A.
///
/// @param type such as `SOP Class` or `Transfer Syntax`
/// @param keyword its name in one word; empty for some
public record KnownUid(String uid, String name, String type, String keyword, boolean retired) {
  private static final Map<String, KnownUid> ALL = new LinkedHashMap<>();

  static {
    for (String[] row : Table.rows("uids.tsv")) {
      ALL.put(row[0], new KnownUid(row[0], row[1], row[2], row[5], !row[4].isEmpty()));
    }
  }

  /// The standard's entry for a UID.
  public static Optional<KnownUid> find(String uid) {
    return Optional.ofNullable(ALL.get(uid));
  }

  /// All of them, in the order of PS3.6.
  public static Collection<KnownUid> all() {
    return Collections.unmodifiableCollection(ALL.values());
  }

  /// Whether these are characters and length of a UID, PS3.5 section 9.1.
  public static boolean isUid(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
