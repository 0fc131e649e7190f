package org.tessera.etl;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.etl.form.FormReader;
import org.tessera.etl.form.Layout;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.etl.form.SheetReader;
import org.tessera.etl.form.Table;
import org.tessera.etl.form.Workbook;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Form;
import org.tessera.mappings.ReadingHints;
import org.tessera.mappings.Study;

/// What a study declares of its files, in the reader's words, and which tabs it knows.
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

  /// The options of a delivery's file, which may be known by its name.
  static ReadingOptions named(
      ReadingOptions options, Pseudonymizer pseudonymizer, Delivery delivery) {
    return options.named(pseudonymizer.name(delivery.id()).orElse(delivery.study()));
  }

  /// The form a tab holds. A text file of a study with one form is that form, whatever it is
  /// called.
  static Optional<Form> form(Study study, Workbook workbook, SheetReader sheet) {
    Optional<Form> byName = study.formForSheet(sheet.name());
    boolean only = workbook.sheets().size() == 1 && study.forms().size() == 1;
    return byName.isEmpty() && only ? Optional.of(study.forms().getFirst()) : byName;
  }

  /// A tab the study knows.
  record Tab(Form form, Table table) {}

  /// The tabs of a file that the study knows.
  ///
  /// @param headless those in which no header was found
  record Tabs(List<Tab> all, List<Refusal> headless) {}

  /// What is done with the tabs of a file, while it is open.
  interface Reader<T> {
    T read(Tabs tabs) throws IOException, Refusal;
  }

  /// Reads the tabs of a file that the study knows.
  ///
  /// @throws Refusal if the file cannot be read
  static <T> T tabs(Study study, Path file, ReadingOptions options, Reader<T> reader)
      throws IOException, Refusal {
    try (Workbook workbook = FormReader.open(file, options)) {
      List<Tab> tabs = new ArrayList<>();
      List<Refusal> headless = new ArrayList<>();
      for (SheetReader sheet : workbook.sheets()) {
        Optional<Form> form = form(study, workbook, sheet);
        if (form.isPresent()) {
          try {
            tabs.add(new Tab(form.get(), sheet.table(Layout.of(form.get()))));
          } catch (Refusal.NoHeader e) {
            headless.add(e);
          }
        }
      }
      return reader.read(new Tabs(tabs, headless));
    }
  }
}
