package org.tessera.app.demo;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes up the rows of a study's forms, patient by patient, in memory for one patient only.
///
/// The same seed gives the same rows, and a patient stays the same however many others are asked
/// for.
public final class DemoGenerator {
  private final long seed;
  private final boolean faultless;

  /// Rows with the gaps and errors of real forms: see `Blemishes` for the rates.
  public DemoGenerator(long seed) {
    this(seed, false);
  }

  private DemoGenerator(long seed, boolean faultless) {
    this.seed = seed;
    this.faultless = faultless;
  }

  /// The same patients before anybody made a mistake.
  public static DemoGenerator faultless(long seed) {
    return new DemoGenerator(seed, true);
  }

  /// The rows of patients 1 to `patients`; the tabs of one patient follow each other.
  public Iterator<DemoRow> rows(DemoStudy study, int patients) {
    return IntStream.rangeClosed(1, patients)
        .boxed()
        .flatMap(index -> patient(study, index))
        .iterator();
  }

  /// The same rows of one tab only, for a writer that fills one sheet after the other.
  public Iterator<DemoRow> rows(DemoStudy study, int patients, String tab) {
    return IntStream.rangeClosed(1, patients)
        .boxed()
        .flatMap(index -> patient(study, index))
        .filter(row -> row.tab().equals(tab))
        .iterator();
  }

  private Stream<DemoRow> patient(DemoStudy study, int index) {
    Chance chance = new Chance(Chance.seed(seed, study.study().hashCode(), index));
    List<Draft> drafts = study.story().tell(index, chance);
    if (faultless) {
      return drafts.stream().map(Draft::row);
    }
    Chance mistakes = new Chance(Chance.seed(~seed, study.study().hashCode(), index));
    return new Blemishes(mistakes).spoil(drafts).stream().map(Draft::row);
  }
}
