package org.tessera.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DemoGeneratorTest {
  private static final long SEED = 20_251_231;

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void the_same_seed_gives_the_same_rows(DemoStudy study) {
    assertThat(rows(new DemoGenerator(SEED), study, 60))
        .isEqualTo(rows(new DemoGenerator(SEED), study, 60));
  }

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void another_seed_gives_other_rows(DemoStudy study) {
    assertThat(rows(new DemoGenerator(SEED + 1), study, 60))
        .isNotEqualTo(rows(new DemoGenerator(SEED), study, 60));
  }

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void a_patient_stays_the_same_however_many_others_are_asked_for(DemoStudy study) {
    List<DemoRow> few = rows(new DemoGenerator(SEED), study, 20);
    List<DemoRow> many = rows(new DemoGenerator(SEED), study, 200);
    assertThat(many).hasSizeGreaterThan(few.size()).startsWith(few.toArray(DemoRow[]::new));
  }

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void the_rows_of_the_tabs_are_all_the_rows(DemoStudy study) {
    List<DemoRow> byTab = new ArrayList<>();
    for (String tab : study.tabs()) {
      Iterator<DemoRow> rows = new DemoGenerator(SEED).rows(study, 30, tab);
      rows.forEachRemaining(byTab::add);
      assertThat(byTab).last().extracting(DemoRow::tab).isEqualTo(tab);
    }
    assertThat(byTab).containsExactlyInAnyOrderElementsOf(rows(new DemoGenerator(SEED), study, 30));
  }

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void every_patient_has_a_number_of_their_own_that_no_mistake_touches(DemoStudy study) {
    String column = study == DemoStudy.RECTAL_REDCAP ? "record_id" : "patient_number";
    String pattern = study == DemoStudy.RECTAL_REDCAP ? "UC45_\\d+" : "\\d{3}-\\d{6}";
    Set<String> numbers = new HashSet<>();
    for (DemoRow row : rows(new DemoGenerator(SEED), study, 300)) {
      String number = row.values().get(column);
      assertThat(number).matches(pattern);
      numbers.add(number);
    }
    assertThat(numbers).hasSize(300);
  }

  /// All rows, of one patient after the other.
  static List<DemoRow> rows(DemoGenerator generator, DemoStudy study, int patients) {
    List<DemoRow> rows = new ArrayList<>();
    generator.rows(study, patients).forEachRemaining(rows::add);
    return rows;
  }
}
