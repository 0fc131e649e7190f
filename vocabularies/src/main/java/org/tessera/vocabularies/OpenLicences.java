package org.tessera.vocabularies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which licences of FHIR packages, and which words of copyright notices, let terms leave the node:
/// `open-licences.csv`.
final class OpenLicences {
  private static final int NOTICE_LENGTH_MAX = 300;

  private final List<Line> lines;

  /// One line of the file.
  ///
  /// @param kind `package` for a licence's SPDX id, `notice` for words within a notice
  record Line(String kind, String words, boolean terms) {}

  OpenLicences(List<Line> lines) {
    this.lines = new ArrayList<>(lines);
  }

  /// A definition's own notice counts; without one its package's licence does, and without either
  /// terms stay.
  Licence of(String packageLicence, String notice) {
    String text = notice.strip().replaceAll("\\s+", " ");
    if (!text.isEmpty()) {
      String beginning = text.substring(0, Math.min(text.length(), NOTICE_LENGTH_MAX));
      return new Licence(beginning, open("notice", text));
    }
    return packageLicence.isBlank()
        ? Licence.UNKNOWN
        : new Licence(packageLicence.strip(), open("package", packageLicence.strip()));
  }

  private boolean open(String kind, String text) {
    String asked = text.toLowerCase(Locale.ROOT);
    for (Line line : lines) {
      String words = line.words().toLowerCase(Locale.ROOT);
      boolean met = kind.equals("package") ? asked.equals(words) : asked.contains(words);
      if (line.kind().equals(kind) && met) {
        return line.terms();
      }
    }
    return false;
  }
}
