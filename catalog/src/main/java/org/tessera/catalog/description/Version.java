package org.tessera.catalog.description;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The version of a dataset. Major goes up when a meaningful parameter changes, minor when units
/// are replaced, added or deleted, patch when documentation or labelling is corrected; what stands
/// after the number that goes up begins at 0 again.
record Version(int major, int minor, int patch) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

  static Optional<Version> parse(String text) {
    Matcher read = FORM.matcher(text);
    return read.matches()
        ? Optional.of(new Version(number(read, 1), number(read, 2), number(read, 3)))
        : Optional.empty();
  }

  private static int number(Matcher read, int group) {
    return Integer.parseInt(read.group(group));
  }

  /// The versions that may follow this one.
  List<Version> next() {
    return Stream.of(
            new Version(major + 1, 0, 0),
            new Version(major, minor + 1, 0),
            new Version(major, minor, patch + 1))
        .toList();
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
