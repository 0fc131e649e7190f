package org.tessera.etl.deidentify;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.tessera.dicom.DicomFile;
import org.tessera.etl.pseudonym.ImagePseudonyms;

/// De-identifiers with the product's own rules and those of an invented site.
final class TestRuns {
  private TestRuns() {}

  static Profiles profiles() {
    URL site = Objects.requireNonNull(TestRuns.class.getResource("site"));
    try {
      return Profiles.load(Path.of(site.toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Deidentifier deidentifier(Path home, String profile) {
    Profiles profiles = profiles();
    return Deidentifier.of(
        profiles,
        profiles.find(profile).orElseThrow(),
        ImagePseudonyms.open(home, "lung"),
        number -> number.strip().toUpperCase(Locale.ROOT));
  }

  /// The file that came out, cleared or held.
  static DicomFile file(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Cleared cleared -> cleared.file();
      case Outcome.Held held -> held.file();
      case Outcome.Refused refused -> throw new AssertionError(refused.reason());
    };
  }
}
