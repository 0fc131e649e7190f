package org.tessera.etl.deidentify;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;

/// Private attributes known to hold no identity (PS3.15 table E.3.10-1), by creator: group and the
/// last two digits of the element.
record SafePrivate(Map<String, Set<Integer>> byCreator) {
  static final SafePrivate NONE = new SafePrivate(Map.of());

  /// The key of an attribute within its creator's set.
  static int key(int group, int element) {
    return group << 8 | (element & 0xFF);
  }

  /// Whether an attribute stays: a safe one, or the creator of a block with a safe one in it.
  boolean keeps(DataSet owner, int tag) {
    if (byCreator.isEmpty()) {
      return false;
    }
    if (Tag.isPrivateCreator(tag)) {
      return owner.string(tag).map(byCreator::get).stream()
          .flatMap(Set::stream)
          .filter(key -> key >>> 8 == Tag.group(tag))
          .anyMatch(key -> owner.contains(inBlock(tag, key)));
    }
    Optional<Set<Integer>> safe = owner.privateCreator(tag).map(byCreator::get);
    return safe.isPresent() && safe.get().contains(key(Tag.group(tag), tag));
  }

  private static int inBlock(int creator, int key) {
    return (creator & 0xFFFF0000) | (creator & 0xFF) << 8 | (key & 0xFF);
  }
}
