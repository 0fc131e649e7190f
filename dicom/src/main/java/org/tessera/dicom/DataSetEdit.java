package org.tessera.dicom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Changes to a data set; [#build()] gives the changed one and leaves the other as it was.
public final class DataSetEdit {
  private DataSet source;
  private @Nullable Element[] kept;
  private final List<Element> added = new ArrayList<>();
  private final TreeSet<Integer> groups = new TreeSet<>();
  private CharacterSet inherited;

  DataSetEdit(DataSet source) {
    this.source = source;
    this.kept = source.toArray();
    this.inherited = source.inherited();
    for (int group : source.editedGroups()) {
      groups.add(group);
    }
  }

  /// Sets the character set around this data set.
  DataSetEdit inherit(CharacterSet set) {
    inherited = set;
    return this;
  }

  /// Replaces or removes the element at a place.
  void set(int place, @Nullable Element element) {
    Element old = kept[place];
    if (old != element) {
      kept[place] = element;
      groups.add(Tag.group(source.element(place).tag()));
    }
  }

  /// Puts an element in the place of those with its tag, or where its tag belongs.
  public DataSetEdit put(Element element) {
    boolean placed = false;
    for (int i = 0; i < kept.length; i++) {
      Element old = kept[i];
      if (old != null && old.tag() == element.tag()) {
        set(i, placed ? null : element);
        placed = true;
      }
    }
    if (!placed) {
      added.removeIf(old -> old.tag() == element.tag());
      added.add(element);
      groups.add(Tag.group(element.tag()));
    }
    return this;
  }

  /// Puts text, in the data set's own character set; when that has not the characters, the whole
  /// data set becomes UTF-8 and says so.
  ///
  /// @throws IllegalArgumentException when the representation has ASCII alone and the text has more
  public DataSetEdit put(int tag, Vr vr, String... values) {
    String text = String.join("\\", values);
    Optional<byte[]> own = characterSet().encode(text, vr);
    if (own.isPresent()) {
      return put(ValueElement.of(tag, vr, own.get()));
    }
    if (!vr.usesCharacterSet()) {
      throw new IllegalArgumentException(vr + " has no characters beyond ASCII");
    }
    source = Transcoding.toUnicode(assembled());
    kept = source.toArray();
    added.clear();
    for (int group : source.editedGroups()) {
      groups.add(group);
    }
    return put(ValueElement.of(tag, vr, text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Puts an unsigned number of two bytes (US).
  public DataSetEdit putShort(int tag, int value) {
    return put(ValueElement.of(tag, Vr.US, new byte[] {(byte) value, (byte) (value >> 8)}));
  }

  /// Puts a sequence of these items.
  public DataSetEdit putItems(int tag, DataSet... items) {
    return put(SequenceElement.of(tag, List.of(items)));
  }

  /// Removes every element with this tag.
  public DataSetEdit remove(int tag) {
    for (int i = 0; i < kept.length; i++) {
      Element old = kept[i];
      if (old != null && old.tag() == tag) {
        set(i, null);
      }
    }
    if (added.removeIf(old -> old.tag() == tag)) {
      groups.add(Tag.group(tag));
    }
    return this;
  }

  /// The character set as it stands after the changes.
  CharacterSet characterSet() {
    for (Element element : added) {
      if (element.tag() == Tag.SpecificCharacterSet && element instanceof ValueElement value) {
        return CharacterSet.declaredBy(value, inherited);
      }
    }
    for (Element element : kept) {
      if (element != null
          && element.tag() == Tag.SpecificCharacterSet
          && element instanceof ValueElement value) {
        return CharacterSet.declaredBy(value, inherited);
      }
    }
    return inherited;
  }

  /// The changed data set; the very same one when nothing changed. Items that come from a data set
  /// of another character set are turned into this one's.
  public DataSet build() {
    CharacterSet set = characterSet();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] instanceof SequenceElement sequence && sequence != source.element(i)) {
        set(i, adopted(sequence, set));
      }
    }
    added.replaceAll(
        element -> element instanceof SequenceElement sequence ? adopted(sequence, set) : element);
    return buildAsIs();
  }

  private static SequenceElement adopted(SequenceElement sequence, CharacterSet set) {
    boolean foreign =
        sequence.rawItems().stream().anyMatch(item -> item.dataSet().inherited() != set);
    return foreign ? sequence.map(item -> Transcoding.adopt(item, set)) : sequence;
  }

  DataSet buildAsIs() {
    boolean same = added.isEmpty();
    for (int i = 0; same && i < kept.length; i++) {
      same = kept[i] == source.element(i);
    }
    if (!same) {
      return assembled();
    }
    return inherited == source.inherited()
        ? source
        : new DataSet(source.toArray(), source.isSorted(), inherited, source.editedGroups());
  }

  private DataSet assembled() {
    added.sort((one, other) -> Integer.compareUnsigned(one.tag(), other.tag()));
    List<Element> all = new ArrayList<>(kept.length + added.size());
    int next = 0;
    for (Element element : kept) {
      if (element == null) {
        continue;
      }
      while (next < added.size()
          && Integer.compareUnsigned(added.get(next).tag(), element.tag()) < 0) {
        all.add(added.get(next++));
      }
      all.add(element);
    }
    all.addAll(added.subList(next, added.size()));
    boolean sorted = true;
    for (int i = 1; i < all.size(); i++) {
      sorted &= Integer.compareUnsigned(all.get(i - 1).tag(), all.get(i).tag()) < 0;
    }
    return new DataSet(
        all.toArray(Element[]::new),
        sorted,
        inherited,
        groups.stream().mapToInt(Integer::intValue).toArray());
  }
}
