package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A study that cannot be right is refused, with file, line and remedy.
final class BrokenStudyTest {
  @Test
  void a_study_that_is_right_loads() {
    assertThatCode(() -> new SmallStudy().study()).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          diagnosis.yaml ~ when: psa                      ~ when: pas                  ~ 19 ~ the column "pas" is not known
          diagnosis.yaml ~ {visit}-psa                    ~ {visiting}-psa             ~ 18 ~ the placeholder {visiting} is not known
          diagnosis.yaml ~ translate: isup                ~ translate: gleason         ~ 29 ~ the code list "gleason" is not known
          diagnosis.yaml ~ convert: quantity              ~ convert: quality           ~ 24 ~ the conversion "quality" is not known
          diagnosis.yaml ~ unit: ng/mL }⏎  ~ unit: nanogram }⏎ ~ 24 ~ the unit "nanogram" is not known
          diagnosis.yaml ~ http://loinc.org|2857-1      ~ http://loinc.org|2857-9  ~ 21 ~ the code http://loinc.org|2857-9 is not known
          diagnosis.yaml ~ key: [visit]                   ~ key: [vist]                ~  1 ~ the key column "vist" is not known
          diagnosis.yaml ~ type: text                     ~ type: words                ~ 14 ~ the type "words" is not known
          diagnosis.yaml ~ list: pirads }⏎  - { name: drug ~ list: piradss }⏎  - { name: drug ~ 12 ~ the column "pirads" needs a code list; "piradss" is none
          diagnosis.yaml ~ Patient.sex                    ~ Patient.number             ~ 38 ~ the column "Patient.number" is not known
          patient.yaml   ~ convert: year                  ~ konvert: year              ~ 10 ~ the word "konvert" is not known here
          patient.yaml   ~ convert: year                  ~ convert: date              ~ 10 ~ the column "birth" is identifying and may leave coarsened only
          patient.yaml   ~ { column: birth, convert: year } ~ { column: birth }        ~ 10 ~ the column "birth" is identifying
          patient.yaml   ~ { column: birth, convert: year } ~ { column: [sex, birth], convert: string } ~ 10 ~ the column "birth" is identifying
          patient.yaml   ~ { column: birth, convert: year } ~ "born {birth}"           ~ 10 ~ the placeholder {birth} is identifying
          patient.yaml   ~ { column: birth, convert: year } ~ { when: { column: birth, in: ["1950-01-01"] }, text: x } ~ 10 ~ the column "birth" is identifying
          patient.yaml   ~ form: Patient                  ~ form: Patient⏎key: [birth] ~  1 ~ the key column "birth" is identifying, and keys are stored
          diagnosis.yaml ~ { column: Patient.sex }        ~ { column: Patient.birth }  ~ 38 ~ the column "Patient.birth" is identifying
          diagnosis.yaml ~ column: item, translate: pirads ~ column: Patient.birth, translate: pirads ~ 33 ~ the column "Patient.birth" is identifying
          diagnosis.yaml ~ nodes, type: integer,          ~ nodes, type: integer, refers: Patient.visit, ~  7 ~ "Patient.visit" is no column of this type in a tab
          diagnosis.yaml ~ nodes, type: integer,          ~ nodes, type: integer, refers: Patient.sex,   ~  7 ~ "Patient.sex" is no column of this type in a tab
          patient.yaml   ~ form: Patient                  ~ form: Patient⏎key: [x     ~  3 ~ not YAML: expected ',' or ']', but got :
          codes.csv      ~ LA30795-1                      ~ LA30795-2                  ~  5 ~ the code http://loinc.org|LA30795-2 is not known
          codes.csv      ~ 4492,,equivalent               ~ 4492,,same                 ~  8 ~ the relationship "same" is not known
          rules.yaml     ~ row.positive <= row.nodes      ~ row.positive <= row.notes  ~  1 ~ the form Diagnosis has no column notes
          rules.yaml     ~ row.positive <= row.nodes      ~ row.positive <=            ~  4 ~ not an expression: ERROR
          rules.yaml     ~ patient.Patient.exists         ~ patient.Person.exists      ~  7 ~ the form "Person" is not known
          study.yaml     ~ dates: [dd/MM/yyyy,            ~ dates: [dd/MM/yyyy, MM/dd/yyyy, ~  4 ~ a date could be read as dd/MM/yyyy and as MM/dd/yyyy
          study.yaml     ~ [trim, nfkc                    ~ [trim, nkfc                ~  3 ~ the step "nkfc" is not known
          study.yaml     ~ diagnosis.yaml                 ~ diagnose.yaml              ~  7 ~ there is no file small/diagnose.yaml
          """)
  void a_mistake_is_told_with_its_line(
      String file, String right, String wrong, int line, String message) {
    SmallStudy study =
        new SmallStudy().replace("small/" + file, unescaped(right), unescaped(wrong));
    assertThat(problems(study))
        .anySatisfy(problem -> {
          assertThat(problem.file()).isEqualTo("small/" + file);
          assertThat(problem.line()).isEqualTo(line);
          assertThat(problem.message()).startsWith(message);
        });
  }

  @Test
  void an_identifying_column_may_be_asked_for_digested_and_coarsened() {
    SmallStudy study =
        new SmallStudy()
            .replace(
                "small/patient.yaml",
                "birthDate: { column: birth, convert: year }",
                """
                birthDate: { when: birth, column: birth, convert: year }
                    maritalStatus: { when: { absent: birth }, text: unknown }
                    language: "{digest:birth}"\
                """);
    Row row = SmallStudy.row(study.study(), "Patient", 2, "sex", "1", "birth", "1950-03-04");
    assertThat(SmallStudy.resources(study.study(), row).values())
        .singleElement()
        .satisfies(json ->
            assertThat(json)
                .contains("\"birthDate\":\"1950\"", "\"language\":\"digest-of-1950-03-04\""));
  }

  @Test
  void all_mistakes_are_told_together() {
    SmallStudy study =
        new SmallStudy()
            .replace("small/patient.yaml", "list: sex", "list: gender")
            .replace("small/diagnosis.yaml", "when: psa", "when: pas")
            .replace("small/codes.csv", "4492", "44920000");
    assertThat(problems(study))
        .extracting(Problem::file)
        .contains("small/patient.yaml", "small/diagnosis.yaml", "small/codes.csv");
  }

  @Test
  void a_column_nothing_uses_is_told_unless_it_is_ignored() {
    SmallStudy study =
        new SmallStudy()
            .replace(
                "small/patient.yaml",
                "columns:\n",
                "columns:\n  - { name: height, type: decimal }\n");
    assertThat(problems(study))
        .extracting(Problem::message)
        .containsExactly("nothing uses the column \"height\"");
    study.replace("small/patient.yaml", "columns:\n", "ignored: [height]\ncolumns:\n");
    assertThatCode(study::study).doesNotThrowAnyException();
  }

  @Test
  void a_shared_rule_without_its_columns_does_not_apply_and_is_no_mistake() {
    SmallStudy study =
        new SmallStudy()
            .file(
                "common/rules.yaml",
                "- { id: shared, form: Diagnosis, check: \"row.her2 == '1'\", message: no }\n")
            .replace("small/study.yaml", "rules: [", "rules: [../common/rules.yaml, ");
    assertThat(study.study().rules())
        .extracting(CoherenceRule::id)
        .containsExactly("nodes", "before-birth");
  }

  @Test
  void a_form_that_extends_another_replaces_its_columns_and_resources() {
    Study study =
        new SmallStudy()
            .file(
                "common/base.yaml",
                """
                form: Base
                sheets: [Patient data]
                columns:
                  - { name: number, type: patient, required: M }
                  - { name: sex, type: string }
                resources:
                  - { resource: Patient, id: "{patient}", gender: { column: sex } }
                """)
            .replace(
                "small/patient.yaml",
                "form: Patient\n",
                "form: Patient\nextends: ../common/base.yaml\n")
            .study();
    Form form = study.form("Patient").orElseThrow();
    assertThat(form.sheets()).containsExactly("Patient data");
    assertThat(form.columns()).extracting(Column::name).containsExactly("number", "sex", "birth");
    assertThat(form.column("SEX").orElseThrow().type()).isEqualTo(Column.Type.CODE);
    Row row = SmallStudy.row(study, "Patient", 2, "sex", "1");
    assertThat(SmallStudy.resources(study, row)).hasSize(1);
  }

  private static List<Problem> problems(SmallStudy study) {
    BrokenRules broken = catchThrowableOfType(BrokenRules.class, study::study);
    assertThat(broken).isNotNull();
    assertThat(broken.problems()).allSatisfy(p -> assertThat(p.remedy()).isNotEmpty());
    assertThat(broken).hasMessageContaining(broken.problems().getFirst().toString());
    return broken.problems();
  }

  private static String unescaped(String text) {
    return text.replace("⏎", "\n");
  }
}
