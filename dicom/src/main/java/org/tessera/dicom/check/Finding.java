package org.tessera.dicom.check;

import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Tag;

/// Something in a data set that the standard forbids. It repeats no value.
///
/// @param path the attribute's tag, after those of the sequences and items around it
/// @param tag the attribute
/// @param source the module of PS3.3 and the attribute's type in it, or the section of PS3.5
public record Finding(String path, int tag, Problem problem, String source) {
  /// What is wrong, and what to do about it.
  public enum Problem {
    MISSING("is missing", "add it"),
    EMPTY("has no value", "give it a value"),
    WRONG_REPRESENTATION(
        "has another value representation than the dictionary", "write it as the dictionary says"),
    WRONG_MULTIPLICITY("has too few or too many values", "give it as many as the dictionary says"),
    MALFORMED("has a value its representation does not allow", "write the value as PS3.5 says"),
    TOO_LONG("has a value longer than its representation allows", "shorten it");

    private final String words;
    private final String remedy;

    Problem(String words, String remedy) {
      this.words = words;
      this.remedy = remedy;
    }

    /// The problem, to be read after the attribute's name.
    public String words() {
      return words;
    }

    /// What puts it right.
    public String remedy() {
      return remedy;
    }
  }

  @Override
  public String toString() {
    String keyword = Dictionary.keyword(tag);
    return path
        + " "
        + (keyword.isEmpty() ? Tag.format(tag) : keyword)
        + " "
        + problem.words
        + " ("
        + source
        + "): "
        + problem.remedy;
  }
}
