package org.tessera.app.demo;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tessera.app.demo.Draft.Cell;
import org.tessera.app.demo.Draft.Kind;

/// The gaps and errors of real forms, at rates a careful hospital reaches.
///
/// Of the cells that may be empty about three in a hundred are; about one in a hundred is wrong or
/// written in another way; one row in a hundred and fifty is entered twice; one patient in thirty
/// contradicts herself.
final class Blemishes {
  static final double BLANK = 0.03;
  static final double BLANK_MANDATORY = 0.002;
  static final double WRONG = 0.004;
  static final double OTHER_WRITING = 0.02;
  static final double TWICE = 0.0066;
  static final double CONTRADICTION = 0.05;

  private static final Set<String> MANDATORY =
      Set.of(
          "gender",
          "age_at_diagnosis",
          "population",
          "baseline_date",
          "country",
          "data_provider",
          "icd10_code",
          "topography",
          "treatment_type",
          "disease_status",
          "vital_status",
          "timepoint",
          "acquisition_date",
          "modality",
          "body_part",
          "manufacturer",
          "psa_total",
          "gleason1",
          "gleason2",
          "sex",
          "onsetage",
          "histopat",
          "histology",
          "tnm_ct",
          "n_met_ln",
          "age_at_baseline",
          "date_baseline_ct",
          "cT",
          "cN",
          "cM",
          "n_lymphnodes_positive",
          "bcstproxy",
          "screening");
  private static final DateTimeFormatter SLASHES =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);
  private static final DateTimeFormatter DOTS =
      DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT);

  private final Chance chance;

  Blemishes(Chance chance) {
    this.chance = chance;
  }

  List<Draft> spoil(List<Draft> drafts) {
    if (chance.happens(CONTRADICTION)) {
      Contradictions.one(drafts, chance);
    }
    List<Draft> spoiled = new ArrayList<>();
    for (Draft draft : drafts) {
      spoilCells(draft);
      spoiled.add(draft);
      if (chance.happens(TWICE)) {
        spoiled.add(new Draft(draft));
      }
    }
    return spoiled;
  }

  private void spoilCells(Draft draft) {
    List<String> blank = new ArrayList<>();
    for (Map.Entry<String, Cell> entry : draft.cells().entrySet()) {
      Cell cell = entry.getValue();
      if (cell.kind() == Kind.KEY) {
        continue;
      }
      boolean mandatory = MANDATORY.contains(entry.getKey());
      if (chance.happens(mandatory ? BLANK_MANDATORY : BLANK)) {
        blank.add(entry.getKey());
      } else if (chance.happens(mandatory ? WRONG / 4 : WRONG)) {
        entry.setValue(new Cell(wrong(cell), cell.kind()));
      } else if (chance.happens(OTHER_WRITING)) {
        entry.setValue(new Cell(otherwise(cell), cell.kind()));
      }
    }
    for (String column : blank) {
      if (chance.happens(0.15)) {
        draft.text(column, chance.of("NA", "-99"));
      } else {
        draft.cells().remove(column);
      }
    }
  }

  /// What the reader must refuse.
  private String wrong(Cell cell) {
    return switch (cell.kind()) {
      case CODE -> chance.of("99", "x", "see report");
      case NUMBER -> chance.of("-5", "999999", "approx. " + cell.text(), cell.text() + "?");
      case DATE -> chance.of("30.02.2019", "spring 2020", "2020-13-01");
      case TEXT, KEY -> cell.text();
    };
  }

  /// What the reader must understand.
  private String otherwise(Cell cell) {
    return switch (cell.kind()) {
      case CODE -> " " + cell.text() + chance.of("", " ");
      case DATE -> LocalDate.parse(cell.text()).format(chance.of(SLASHES, DOTS));
      case NUMBER ->
          cell.text().contains(".") ? cell.text() + "0" : cell.text() + chance.of("", " ", ".0");
      case TEXT, KEY -> cell.text() + " ";
    };
  }
}
