package org.tessera.dicom;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A person's name in up to three groups: alphabetic, ideographic and phonetic (PS3.5 section
/// 6.2.1).
public record PersonName(Group alphabetic, Group ideographic, Group phonetic) {
  private static final int COMPONENTS = 5;

  /// The five components of a group; empty where not given.
  public record Group(String family, String given, String middle, String prefix, String suffix) {
    private static final Group NONE = new Group("", "", "", "", "");

    private static Group parse(String text) {
      String[] parts = text.split("\\^", COMPONENTS);
      List<String> all = new ArrayList<>(Collections.nCopies(COMPONENTS, ""));
      for (int i = 0; i < parts.length; i++) {
        all.set(i, TextValues.trim(parts[i], 0, parts[i].length()));
      }
      return new Group(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4));
    }

    /// Whether no component is given.
    public boolean isEmpty() {
      return toString().isEmpty();
    }

    @Override
    public String toString() {
      return String.join("^", family, given, middle, prefix, suffix).replaceFirst("\\^+$", "");
    }
  }

  /// Reads one value; missing groups and components are empty.
  public static PersonName parse(String value) {
    String[] groups = value.split("=", 3);
    return new PersonName(
        Group.parse(groups[0]),
        groups.length > 1 ? Group.parse(groups[1]) : Group.NONE,
        groups.length > 2 ? Group.parse(groups[2]) : Group.NONE);
  }

  /// The value as it is written, without empty groups and components at the end.
  @Override
  public String toString() {
    return String.join("=", alphabetic.toString(), ideographic.toString(), phonetic.toString())
        .replaceFirst("=+$", "");
  }
}
