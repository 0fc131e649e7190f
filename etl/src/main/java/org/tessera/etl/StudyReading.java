package org.tessera.etl;

import java.nio.charset.Charset;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.mappings.ReadingHints;
import org.tessera.mappings.Study;

/// What a study declares of its files, in the reader's words.
final class StudyReading {
  private StudyReading() {}

  static ReadingOptions options(Study study) {
    ReadingHints hints = study.reading();
    ReadingOptions options = ReadingOptions.none();
    if (hints.charset().isPresent()) {
      options = options.charset(Charset.forName(hints.charset().get()));
    }
    if (hints.separator().isPresent()) {
      options = options.separator(hints.separator().get());
    }
    return hints.decimal().isPresent() ? options.decimal(hints.decimal().get()) : options;
  }
}
