package org.tessera.mappings.authoring;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tessera.vocabularies.Vocabularies;

/// Drafts a study from a file of its data or from a data dictionary: the texts of a folder that
/// loads, with every guess a person must look at marked as a question.
public final class StudyDraft {
  private StudyDraft() {}

  /// What a draft consists of.
  ///
  /// @param files the texts by file name
  /// @param summary what was found, a line each
  public record Result(Map<String, String> files, List<String> summary) {}

  /// Drafts a study from tables of data.
  ///
  /// @param origin where they come from, in words
  /// @throws IllegalArgumentException if no table has rows or none has a patient
  public static Result ofTables(
      String name, String origin, List<SourceTable> tables, Vocabularies vocabularies) {
    List<SourceTable> filled = tables.stream().filter(table -> table.count() > 0).toList();
    if (filled.isEmpty()) {
      throw new IllegalArgumentException("no table of the file has rows below a header");
    }
    var headings = new Headings();
    var study = new DraftStudy(name);
    study.origin = origin;
    Optional<String> patient = RowKeys.patient(filled, headings);
    if (patient.isEmpty()) {
      throw new IllegalArgumentException(
          "no column that all tables share can be the patient's number; call it patient_id in"
              + " each");
    }
    study.patientColumn = Headings.name(patient.get(), new HashSet<>());
    Map<String, Integer> names = new TreeMap<>();
    for (SourceTable table : filled) {
      TableDraft.add(study, table, patient.get(), headings);
      names.merge(study.forms.getLast().name, 1, Integer::sum);
    }
    if (names.values().stream().anyMatch(count -> count > 1)) {
      throw new IllegalArgumentException(
          "two tabs have names that differ in signs only; rename one");
    }
    patientsFirst(study);
    if (study.forms.stream().noneMatch(form -> form.role("diagnosis").isPresent())) {
      study.questions.add("no column says what disease the patients have; a Condition is missing");
    }
    return finish(study, vocabularies, headings);
  }

  /// Drafts a study from a REDCap data dictionary, or from a codebook that adds FHIR codings to it.
  ///
  /// @throws IllegalArgumentException if the text is none
  public static Result ofDictionary(
      String name, String origin, String csv, Vocabularies vocabularies) {
    var headings = new Headings();
    DraftStudy study = new DictionaryDraft(name, headings).read(csv);
    study.origin = origin;
    return finish(study, vocabularies, headings);
  }

  /// Whether a text is a data dictionary, by its header.
  public static boolean isDictionary(String csv) {
    return DictionaryDraft.fits(csv);
  }

  /// Patients are made of the form that has one row for each.
  private static void patientsFirst(DraftStudy study) {
    study.forms.stream()
        .filter(form -> form.key.isEmpty())
        .findFirst()
        .ifPresent(form -> {
          study.forms.remove(form);
          study.forms.addFirst(form);
        });
  }

  private static Result finish(DraftStudy study, Vocabularies vocabularies, Headings headings) {
    new DraftCodes(vocabularies, headings).fill(study);
    Map<String, String> files = new LinkedHashMap<>(new DraftFiles(study, headings).all());
    return new Result(files, summary(study));
  }

  private static List<String> summary(DraftStudy study) {
    long columns = study.forms.stream().mapToLong(form -> form.columns.size()).sum();
    long mapped =
        study.forms.stream()
            .flatMap(form -> form.columns.stream())
            .filter(column -> !column.ignored)
            .count();
    long values = study.lists.values().stream().mapToLong(List::size).sum();
    long coded =
        study.lists.values().stream()
            .flatMap(List::stream)
            .filter(value -> value.code().isPresent())
            .count();
    return List.of(
        "%d forms, %d columns, %d of them mapped or in a key"
            .formatted(study.forms.size(), columns, mapped),
        "%d code lists with %d values, %d of them with a code"
            .formatted(study.lists.size(), values, coded),
        "%d rules".formatted(study.rules.size()));
  }
}
