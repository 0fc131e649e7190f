package org.tessera.etl.deidentify;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// A profile's rules, found by tag.
final class RuleTable {
  private static final TagRule GROUP_LENGTH =
      new TagRule(Action.REMOVE, "group lengths are retired");
  private static final TagRule UNKNOWN = new TagRule(Action.REMOVE, "not in PS3.6");
  private static final TagRule PRIVATE = new TagRule(Action.REMOVE, "private attributes");
  private static final TagRule NOT_LISTED = new TagRule(Action.REMOVE, "not on the keep-list");

  private final Map<Integer, TagRule> byTag;
  private final List<Masked> masked;
  private final Map<Vr, TagRule> byVr;
  private final @Nullable Set<Integer> only;
  private final SafePrivate safePrivate;

  /// Rules for a range of groups, such as overlays.
  record Masked(int mask, int value, TagRule rule) {}

  /// All a table is made of.
  static final class Parts {
    final Map<Integer, TagRule> byTag = new HashMap<>();
    final List<Masked> masked = new java.util.ArrayList<>();
    final Map<Vr, TagRule> byVr = new EnumMap<>(Vr.class);
    @Nullable Set<Integer> only;
    SafePrivate safePrivate = SafePrivate.NONE;
  }

  RuleTable(Parts parts) {
    this.byTag = Map.copyOf(parts.byTag);
    this.masked = List.copyOf(parts.masked);
    this.byVr = parts.byVr;
    this.only = parts.only == null ? null : Set.copyOf(parts.only);
    this.safePrivate = parts.safePrivate;
  }

  /// The rule for an attribute of the standard, or for a private one that is not safe.
  TagRule find(int tag, Vr vr) {
    if (Tag.isGroupLength(tag)) {
      return GROUP_LENGTH;
    }
    if (Tag.isPrivate(tag)) {
      return PRIVATE;
    }
    if (only != null && !only.contains(tag)) {
      return NOT_LISTED;
    }
    TagRule rule = byTag.get(tag);
    return rule == null ? unlisted(tag, vr) : rule;
  }

  private TagRule unlisted(int tag, Vr vr) {
    for (Masked group : masked) {
      if ((tag & group.mask) == group.value) {
        return group.rule;
      }
    }
    Optional<DictionaryEntry> entry = Dictionary.find(tag);
    if (entry.isEmpty() || entry.get().vrs().isEmpty()) {
      return UNKNOWN;
    }
    Vr meant = vr == Vr.UN ? entry.get().vrs().getFirst() : vr;
    return byVr.getOrDefault(meant, UNKNOWN);
  }

  boolean keeps(int tag) {
    TagRule rule = byTag.get(tag);
    return rule != null && rule.action() == Action.KEEP;
  }

  SafePrivate safePrivate() {
    return safePrivate;
  }
}
