package org.tessera.mappings.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.mappings.CodeEntry;
import org.tessera.mappings.CoherenceRule;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;
import org.tessera.mappings.Problem;
import org.tessera.mappings.Study;
import org.tessera.mappings.StudyFolder;
import org.tessera.vocabularies.Vocabularies;

/// A draft loads as it is, guesses what can be known, and asks what cannot.
final class StudyDraftTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static final String DICTIONARY =
      """
      "Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?"
      record_id,baseline,,text,Record,,,,,,,,
      surname,baseline,,text,Surname,,,,,,y,,
      birth,baseline,,text,"Date of birth",,,date_dmy,,,y,,
      sex,baseline,,radio,Sex,"1, Male | 2, Female",,,,,,,y
      smoker,baseline,,yesno,"Ever a smoker?",,,,,,,,
      packs,baseline,,text,"Packs a day",,"0.5 is half",number,0,10,,"[smoker] = '1'",
      fate,baseline,,checkbox,"What happened","1, Relapse | 2, Second tumour",,,,,,,
      relapse,baseline,,text,"Relapse (months)",,,integer,0,600,,"[fate(1)] = '1' and ([sex]='1' or [packs] > 1)",
      odd,baseline,,text,Odd,,,integer,,,,"datediff([birth],'today','y') > 3",
      about,baseline,,descriptive,"Read this
      carefully",,,,,,,,
      remark,follow_up,,notes,Remark,,,,,,,,
      """;

  private static final List<String> ODD_HEADINGS =
      List.of(
          "id",
          "a: \"b\"",
          "{x}",
          "# 1",
          "yes",
          "Größe (cm)",
          "true",
          "%",
          "a\\b",
          "item",
          "patient's sex",
          "null",
          "study",
          "row");
  private static final List<String> ODD_CELLS =
      List.of(
          "",
          "NA",
          "x",
          "1",
          "2.5",
          "12/03/2020",
          "2020-01-01",
          "a \"quote\"",
          "{brace}",
          "# hash",
          "ja: nein",
          "µ",
          "no",
          "null",
          "C34.1",
          "a|b",
          "[x]",
          "'",
          "\\");

  @TempDir Path folder;

  private StudyFolder written(String name, StudyDraft.Result draft) throws IOException {
    Path study = Files.createDirectories(folder.resolve(name));
    for (Map.Entry<String, String> file : draft.files().entrySet()) {
      Files.writeString(study.resolve(file.getKey()), file.getValue());
    }
    StudyFolder read = StudyFolder.at(VOCABULARIES, study);
    assertThat(read.problems()).isEmpty();
    return read;
  }

  private static SourceTable table(String name, String... lines) {
    SourceTable table =
        new SourceTable(name, List.of(lines[0].split(",", -1)), List.of(), List.of());
    Arrays.stream(lines).skip(1).forEach(line -> table.row(List.of(line.split(",", -1))));
    return table;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "Surname",
        "Name",
        "Vorname",
        "Nachname",
        "Geburtsname",
        "nombre",
        "Apellidos",
        "prénom",
        "nom",
        "cognome",
        "nome",
        "фамилия",
        "Имя",
        "отчество",
        "Ф.И.О.",
        "achternaam",
        "Patientenname",
        "Name des Patienten",
        "Straße",
        "телефон"
      })
  void a_column_that_may_name_a_person_is_withheld_in_any_language_of_ours(String heading)
      throws IOException {
    StudyDraft.Result draft =
        draftOf("patient_id," + heading + ",grade", "1,Miller,G1", "2,Miller,G1", "3,Smith,G2");
    assertThat(String.join("\n", draft.files().values())).doesNotContain("Miller", "Smith");
    assertThat(
            written("tables", draft).study().orElseThrow().forms().getFirst().columns().stream()
                .filter(column -> column.label().equals(heading))
                .map(Column::type))
        .containsExactly(Column.Type.TEXT);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"Geburtsdatum", "geboren", "fecha de nacimiento", "дата рождения", "née le"})
  void a_date_of_birth_is_kept_apart_or_withheld(String heading) {
    StudyDraft.Result draft =
        draftOf("patient_id," + heading + ",grade", "1,1950-01-31,G1", "2,1960-01-31,G1");
    assertThat(String.join("\n", draft.files().values())).contains("identifying: true");
    StudyDraft.Result odd =
        draftOf("patient_id," + heading + ",grade", "1,31. Januar 1950,G1", "2,31. Januar 1950,G1");
    assertThat(String.join("\n", odd.files().values())).doesNotContain("Januar 1950");
  }

  @Test
  void values_that_do_not_come_back_make_no_code_list() {
    StudyDraft.Result draft =
        draftOf(
            "patient_id,contact,sex",
            "1,Miller,male",
            "2,Smith,female",
            "3,Jones,male",
            "4,Doe,male");
    assertThat(draft.files().get("codes.csv")).doesNotContain("Miller", "Doe").contains("male");
    assertThat(draft.files().get("suggestions.csv")).doesNotContain("Miller", "Doe");
  }

  private static StudyDraft.Result draftOf(String... lines) {
    return StudyDraft.ofTables("tables", "a test", List.of(table("patients", lines)), VOCABULARIES);
  }

  private static Column column(Study study, String form, String name) {
    Form found = study.form(form).orElseThrow();
    return found.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void types_lists_dates_and_the_patient_are_known_by_their_values() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("Patient ID,Gender,DOB,Scan date,Tumour size (mm),Stage,Alive?,Remarks,Nothing");
    for (int i = 0; i < 40; i++) {
      lines.add(
          "P-%03d,%s,%02d/03/1950,2020-0%d-11,%d.5,%s,%s,seen at visit %d and well,%s"
              .formatted(
                  i,
                  i % 2 == 0 ? "F" : "M",
                  i % 27 + 1,
                  i % 9 + 1,
                  i,
                  i % 3 == 0 ? "II" : "III",
                  i % 2 == 0 ? "yes" : "no",
                  i,
                  i % 2 == 0 ? "" : "NA"));
    }
    StudyDraft.Result draft =
        StudyDraft.ofTables(
            "drafted",
            "a test",
            List.of(table("Main", lines.toArray(String[]::new))),
            VOCABULARIES);
    StudyFolder read = written("drafted", draft);
    Study study = read.study().orElseThrow();
    assertThat(study.patientKey().column()).isEqualTo("patient_id");
    assertThat(column(study, "Main", "gender").type()).isEqualTo(Column.Type.CODE);
    assertThat(column(study, "Main", "dob"))
        .satisfies(dob -> {
          assertThat(dob.type()).isEqualTo(Column.Type.DATE);
          assertThat(dob.identifying()).isTrue();
        });
    assertThat(column(study, "Main", "scan_date").type()).isEqualTo(Column.Type.DATE);
    assertThat(column(study, "Main", "tumour_size_mm").unit()).isEqualTo("mm");
    assertThat(column(study, "Main", "stage").type()).isEqualTo(Column.Type.CODE);
    assertThat(column(study, "Main", "alive").type()).isEqualTo(Column.Type.BOOLEAN);
    assertThat(column(study, "Main", "remarks").type()).isEqualTo(Column.Type.TEXT);
    assertThat(study.reading().dates()).containsExactly("dd/MM/yyyy");
    assertThat(study.reading().missing()).containsExactly("NA");
    assertThat(study.codes().entries("gender"))
        .extracting(entry -> entry.code().orElseThrow().value())
        .containsExactly("female", "male");
    assertThat(read.sampleResources().toString())
        .contains("\"birthDate\":\"", "\"gender\":\"male\"");
    assertThat(read.questions())
        .extracting(Problem::message)
        .anySatisfy(q -> assertThat(q).startsWith("nothing: no row has a value"));
  }

  @Test
  void rows_that_repeat_a_patient_find_their_key_and_the_tab_of_patients_comes_first()
      throws IOException {
    StudyDraft.Result draft =
        StudyDraft.ofTables(
            "two",
            "a test",
            List.of(
                table("Visits", "subject,visit no,psa", "A1,1,3.5", "A1,2,4.5", "B1,1,2.5"),
                table("People", "subject,sex", "A1,m", "B1,m")),
            VOCABULARIES);
    Study study = written("two", draft).study().orElseThrow();
    assertThat(study.forms()).extracting(Form::name).containsExactly("People", "Visits");
    assertThat(study.form("Visits").orElseThrow().key()).containsExactly("visit_no");
    assertThat(study.form("People").orElseThrow().key()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatever_a_table_holds_its_draft_loads(long seed) throws IOException {
    Random random = new Random(seed);
    SourceTable table = new SourceTable("Tab " + seed, ODD_HEADINGS, List.of(), List.of());
    for (int row = 0; row < 30; row++) {
      List<String> values = new ArrayList<>();
      values.add("P" + row);
      for (int at = 1; at < ODD_HEADINGS.size(); at++) {
        values.add(ODD_CELLS.get(random.nextInt(seed % 2 == 0 ? ODD_CELLS.size() : 6)));
      }
      table.row(values);
    }
    StudyFolder read =
        written("seed", StudyDraft.ofTables("seed", "a test", List.of(table), VOCABULARIES));
    assertThat(read.study().orElseThrow().forms().getFirst().columns())
        .hasSize(ODD_HEADINGS.size());
    assertThat(read.sampleResources()).isNotEmpty();
  }

  @Test
  void a_table_without_a_patient_or_rows_is_refused_with_what_to_do() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            StudyDraft.ofTables("x", "", List.of(table("T", "a,b", "1,2", "1,2")), VOCABULARIES))
        .withMessageContaining("patient_id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StudyDraft.ofTables("x", "", List.of(table("T", "a,b")), VOCABULARIES))
        .withMessageContaining("rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StudyDraft.ofDictionary("x", "", "a,b\n1,2\n", VOCABULARIES))
        .withMessageContaining("data dictionary");
  }

  @Test
  void a_data_dictionary_becomes_columns_lists_and_rules() throws IOException {
    assertThat(StudyDraft.isDictionary(DICTIONARY)).isTrue();
    StudyFolder read =
        written("redcap", StudyDraft.ofDictionary("redcap", "a test", DICTIONARY, VOCABULARIES));
    Study study = read.study().orElseThrow();
    Form form = study.form("Record").orElseThrow();
    assertThat(form.columns())
        .extracting(Column::name)
        .containsExactly(
            "record_id",
            "surname",
            "birth",
            "sex",
            "smoker",
            "packs",
            "fate_1",
            "fate_2",
            "relapse",
            "odd",
            "remark");
    assertThat(column(study, "Record", "surname").type()).isEqualTo(Column.Type.TEXT);
    assertThat(column(study, "Record", "birth").identifying()).isTrue();
    assertThat(column(study, "Record", "sex").required()).isEqualTo(Column.Requirement.MANDATORY);
    assertThat(column(study, "Record", "packs").allowed()).contains("at least 0", "at most 10");
    assertThat(column(study, "Record", "fate_1").type()).isEqualTo(Column.Type.BOOLEAN);
    assertThat(form.column("fate___1").orElseThrow().name()).isEqualTo("fate_1");
    assertThat(form.ignores("about")).isTrue();
    assertThat(form.ignores("follow_up_complete")).isTrue();
    assertThat(study.rules())
        .extracting(CoherenceRule::check)
        .containsExactly(
            "(has(row.smoker) && row.smoker == true)",
            "(has(row.fate_1) && row.fate_1 == true) && ((has(row.sex) && row.sex == '1') ||"
                + " (has(row.packs) && row.packs > 1.0))");
    assertThat(read.questions())
        .extracting(Problem::message)
        .anySatisfy(
            q -> assertThat(q).startsWith("odd: its branching logic could not be taken over"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "UC4-5_Rectal_Cancer, 43, 58",
    "UC6-8_Breast_Cancer_MMG, 53, 75",
    "UC7_Breast_Cancer_MRI, 90, 140"
  })
  void a_published_codebook_with_codings_becomes_a_study_that_loads(
      String name, int columns, int coded) throws IOException {
    Path data = shared().resolve("ecrf/eucanimage").resolve(name);
    assumeTrue(Files.isDirectory(data), "no shared data here");
    String csv;
    try (Stream<Path> files = Files.list(data)) {
      Path codebook =
          files.filter(file -> file.toString().contains("Codebook")).findFirst().orElseThrow();
      csv = new String(Files.readAllBytes(codebook), StandardCharsets.UTF_8);
    }
    assertThat(StudyDraft.isDictionary(csv)).isTrue();
    Study study =
        written("codebook", StudyDraft.ofDictionary("codebook", "a test", csv, VOCABULARIES))
            .study()
            .orElseThrow();
    assertThat(study.form("Record").orElseThrow().columns()).hasSize(columns);
    assertThat(
            study.codes().names().stream()
                .flatMap(list -> study.codes().entries(list).stream())
                .filter(entry -> entry.relationship() == CodeEntry.Relationship.EQUIVALENT))
        .hasSizeGreaterThanOrEqualTo(coded);
    assertThat(study.rules()).hasSizeGreaterThan(18);
  }

  @Test
  void suggestions_rank_the_terms_own_words_first() {
    Map<String, List<Suggestion>> ranked =
        new Suggestions(VOCABULARIES).forValues(List.of("Left", "mastectomy, simple", "qqq"), 3);
    assertThat(ranked.getOrDefault("Left", List.of()).getFirst())
        .satisfies(best -> {
          assertThat(best.score()).isEqualTo(1);
          assertThat(best.code().value()).isEqualTo("7771000");
        });
    assertThat(ranked.getOrDefault("mastectomy, simple", List.of()).getFirst().score())
        .isBetween(0.5, 0.995);
    assertThat(ranked.getOrDefault("qqq", List.of())).isEmpty();
  }

  private static Path shared() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("shared/data"))) {
      at = at.getParent();
    }
    return at == null ? Path.of("absent") : at.resolve("shared/data");
  }
}
