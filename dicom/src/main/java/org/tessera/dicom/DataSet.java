package org.tessera.dicom;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An immutable set of data elements in the order they stand in (PS3.5 section 7). Tags that stand
/// twice are both kept; a look-up finds the last, as the established readers do.
public final class DataSet implements Iterable<Element> {
  /// A data set without elements.
  public static final DataSet EMPTY =
      new DataSet(new Element[0], true, CharacterSet.DEFAULT, new int[0]);

  private final Element[] elements;
  private final boolean sorted;
  private final CharacterSet inherited;
  private final int[] editedGroups;

  DataSet(Element[] elements, boolean sorted, CharacterSet inherited, int[] editedGroups) {
    this.elements = elements;
    this.sorted = sorted;
    this.inherited = inherited;
    this.editedGroups = editedGroups;
  }

  static DataSet read(Element[] elements, boolean sorted, CharacterSet inherited) {
    return new DataSet(elements, sorted, inherited, new int[0]);
  }

  /// The element with this tag.
  public Optional<Element> get(int tag) {
    return Optional.ofNullable(find(tag));
  }

  @Nullable Element find(int tag) {
    if (!sorted) {
      for (int i = elements.length - 1; i >= 0; i--) {
        if (elements[i].tag() == tag) {
          return elements[i];
        }
      }
      return null;
    }
    int low = 0;
    int high = elements.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(elements[middle].tag(), tag);
      if (order == 0) {
        return elements[middle];
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return null;
  }

  /// Whether an element with this tag stands here, even an empty one.
  public boolean contains(int tag) {
    return find(tag) != null;
  }

  /// How many elements stand here, those within sequences not counted.
  public int size() {
    return elements.length;
  }

  @Override
  public Iterator<Element> iterator() {
    return Arrays.asList(elements).iterator();
  }

  /// The elements, in order.
  public List<Element> elements() {
    return List.of(elements);
  }

  /// The character set of this data set's own text, declared here or around it.
  public CharacterSet characterSet() {
    return find(Tag.SpecificCharacterSet) instanceof ValueElement declared
        ? CharacterSet.declaredBy(declared, inherited)
        : inherited;
  }

  /// The values of a text attribute, trimmed; empty when absent, empty, no text, or too long to be
  /// held in memory.
  public List<String> strings(int tag) {
    return find(tag) instanceof ValueElement element ? ValueText.values(this, element) : List.of();
  }

  /// The first value of a text attribute.
  public Optional<String> string(int tag) {
    List<String> values = strings(tag);
    return values.isEmpty() || values.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(values.getFirst());
  }

  /// The whole text of an element, delimiters and all, with the count of doubtful characters.
  public CharacterSet.Decoded text(ValueElement element) {
    return ValueText.decoded(this, element);
  }

  /// The values of a numeric attribute: binary (US, FD …), attribute tags (AT), decimal (DS, IS).
  /// Values that are no numbers are left out.
  public List<BigDecimal> numbers(int tag) {
    return find(tag) instanceof ValueElement element ? ValueText.numbers(this, element) : List.of();
  }

  /// The first value of a numeric attribute, when it is a whole number.
  public OptionalLong integer(int tag) {
    for (BigDecimal number : numbers(tag)) {
      try {
        return OptionalLong.of(number.longValueExact());
      } catch (ArithmeticException _) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  /// The first value of a PN attribute.
  public Optional<PersonName> personName(int tag) {
    return string(tag).map(PersonName::parse);
  }

  /// The first value of a DA, TM or DT attribute, when it is one.
  public Optional<DateTime> dateTime(int tag) {
    Vr vr = get(tag).map(Element::vr).orElse(Vr.UN);
    return string(tag).flatMap(value -> DateTime.parse(vr, value));
  }

  /// The items of a sequence; empty when absent.
  public List<DataSet> sequence(int tag) {
    return find(tag) instanceof SequenceElement sequence ? sequence.items() : List.of();
  }

  /// The tag that a private element has in this data set, given its creator (PS3.5 section 7.8.1).
  ///
  /// @param element the last two digits of the element number
  public OptionalInt privateTag(String creator, int group, int element) {
    return IntStream.rangeClosed(0x10, 0xFF)
        .map(block -> group << 16 | block)
        .filter(tag -> string(tag).filter(creator::equals).isPresent())
        .map(tag -> group << 16 | (tag & 0xFF) << 8 | element)
        .findFirst();
  }

  /// The creator of a private element, as this data set names it.
  public Optional<String> privateCreator(int tag) {
    return Tag.isPrivate(tag) ? string(Tag.creatorOf(tag)) : Optional.empty();
  }

  /// The data set as it belongs into one of this character set, its text meaning what it meant;
  /// with [CharacterSet#DEFAULT] as it stands for itself.
  public DataSet within(CharacterSet around) {
    return Transcoding.adopt(this, around);
  }

  /// A copy to be changed.
  public DataSetEdit edit() {
    return new DataSetEdit(this);
  }

  /// Applies a rule to every element at every depth; what no rule changes stays byte for byte.
  public DataSet rewrite(ElementRule rule) {
    return new Rewriting(rule).apply(this);
  }

  Element element(int place) {
    return elements[place];
  }

  Element[] toArray() {
    return elements.clone();
  }

  CharacterSet inherited() {
    return inherited;
  }

  /// Whether anything was changed since the data set was read.
  boolean isEdited() {
    return editedGroups.length > 0;
  }

  /// Groups in which elements were changed, so that their lengths must be counted again.
  int[] editedGroups() {
    return editedGroups;
  }

  boolean isSorted() {
    return sorted;
  }

  @Override
  public String toString() {
    return elements.length + " elements";
  }
}
