package org.tessera.dicom;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Turns the text of a data set, and of the items in it, into another character set.
final class Transcoding implements ElementRule {
  private static final ValueElement UTF_8_DECLARED =
      ValueElement.of(
          Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 192".getBytes(StandardCharsets.US_ASCII));

  private final CharacterSet target;
  private boolean complete = true;

  private Transcoding(CharacterSet target) {
    this.target = target;
  }

  /// The data set with its text in UTF-8, saying so; elements stay in their places, a declaration
  /// that was not there is the last.
  static DataSet toUnicode(DataSet source) {
    var transcoding = new Transcoding(CharacterSet.UTF_8);
    return new Rewriting(transcoding)
        .apply(source, source.inherited(), edit -> edit.put(UTF_8_DECLARED));
  }

  /// An item that moves into a data set of this character set, its text meaning what it meant.
  static DataSet adopt(DataSet item, CharacterSet set) {
    if (item.inherited() == set) {
      return item;
    }
    if (item.contains(Tag.SpecificCharacterSet)) {
      return new Rewriting((owner, element) -> Optional.of(element)).apply(item, set, edit -> {});
    }
    var transcoding = new Transcoding(set);
    DataSet adopted = new Rewriting(transcoding).apply(item, set, edit -> {});
    return transcoding.complete ? adopted : toUnicode(item).edit().inherit(set).build();
  }

  @Override
  public Optional<Element> apply(DataSet owner, Element element) {
    if (!(element instanceof ValueElement value)) {
      return Optional.of(element);
    }
    if (value.tag() == Tag.SpecificCharacterSet) {
      return Optional.of(target == CharacterSet.UTF_8 ? UTF_8_DECLARED : value);
    }
    if (!value.vr().usesCharacterSet() || value.region() != null) {
      return Optional.of(value);
    }
    String text = owner.text(value).text();
    if (text.length() == value.length() && text.chars().allMatch(c -> c < 0x7F)) {
      return Optional.of(value);
    }
    Optional<byte[]> bytes = target.encode(text, value.vr());
    complete &= bytes.isPresent();
    return Optional.of(
        bytes.<Element>map(code -> ValueElement.of(value.tag(), value.vr(), code)).orElse(value));
  }
}
