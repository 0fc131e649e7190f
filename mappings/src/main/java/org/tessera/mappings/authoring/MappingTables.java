package org.tessera.mappings.authoring;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tessera.mappings.StudyShelf;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;

/// A study's mappings in the tables OHDSI's tools read and write: Usagi's, and the CDM's
/// `source_to_concept_map`.
///
/// A value stands in them as `list|value`. Usagi names targets by OMOP concept; codes that have
/// none travel in two columns of our own behind it. https://ohdsi.github.io/Usagi/
public final class MappingTables {
  private static final String TARGET_SYSTEM = "ADD_INFO:targetSystem";
  private static final String TARGET_CODE = "ADD_INFO:targetCode";
  private static final List<String> USAGI =
      List.of(
          "sourceCode",
          "sourceName",
          "sourceFrequency",
          "sourceAutoAssignedConceptIds",
          TARGET_SYSTEM,
          TARGET_CODE,
          "matchScore",
          "mappingStatus",
          "equivalence",
          "statusSetBy",
          "statusSetOn",
          "conceptId",
          "conceptName",
          "domainId",
          "mappingType",
          "comment",
          "createdBy",
          "createdOn",
          "assignedReviewer");
  private static final int SOURCE_CODE_LENGTH = 50;
  private static final int VOCABULARY_LENGTH = 20;
  private static final int DESCRIPTION_LENGTH = 255;

  private final Vocabularies vocabularies;

  /// Tables with the concepts of these vocabularies.
  public MappingTables(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
  }

  /// One value with one code it has, or may have.
  ///
  /// @param code `system|code`, empty for none
  /// @param decided whether the code counts, or only may be meant
  public record Line(
      String list,
      String value,
      String label,
      long seen,
      String code,
      double score,
      boolean decided) {}

  /// The lines as Usagi reads them.
  public String usagi(List<Line> lines) {
    return CodeTables.csv(csv -> {
      csv.writeRecord(USAGI);
      for (Line line : lines) {
        Optional<Code> code = DraftCodes.code(line.code());
        Optional<OmopConcept> concept = code.flatMap(vocabularies::standard);
        csv.writeRecord(
            line.list() + "|" + line.value(),
            line.label(),
            Long.toString(line.seen()),
            "",
            code.map(Code::system).orElse(""),
            code.map(Code::value).orElse(""),
            String.format(Locale.ROOT, "%.2f", line.score()),
            line.decided() ? "APPROVED" : "UNCHECKED",
            code.isEmpty() ? "UNMATCHED" : line.decided() ? "EQUAL" : "UNREVIEWED",
            "",
            "",
            concept.map(known -> Long.toString(known.id())).orElse("0"),
            concept.flatMap(known -> shared(known)).orElse(""),
            concept.map(OmopConcept::domain).orElse(""),
            "MAPS_TO",
            "",
            "tessera",
            "",
            "");
      }
    });
  }

  /// A term leaves only where its vocabulary's licence lets it.
  private Optional<String> shared(OmopConcept concept) {
    return vocabularies
        .systemOfOmopVocabulary(concept.vocabulary())
        .flatMap(system -> vocabularies.sharedDisplay(new Code(system, concept.code())));
  }

  /// The codes of Usagi's lines that are approved; what cannot be read is told all at once.
  ///
  /// @throws IllegalArgumentException naming every line that is wrong
  public List<StudyShelf.Accepted> approved(String csv) {
    List<StudyShelf.Accepted> accepted = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(new StringReader(csv.replace("\uFEFF", "")))) {
      for (NamedCsvRecord line : reader) {
        if (!line.getHeader().containsAll(List.of("sourceCode", "mappingStatus", "conceptId"))) {
          throw new IllegalArgumentException(
              "this is no table of Usagi's: its header is " + String.join(",", USAGI));
        }
        if (field(line, "mappingStatus").equals("APPROVED")) {
          approved(line, accepted, wrong);
        }
      }
    } catch (CsvParseException e) {
      throw new IllegalArgumentException("not a CSV table: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", wrong));
    }
    return accepted;
  }

  private void approved(
      NamedCsvRecord line, List<StudyShelf.Accepted> accepted, List<String> wrong) {
    String source = field(line, "sourceCode");
    int bar = source.indexOf('|');
    Optional<String> code = target(line);
    if (bar < 1) {
      wrong.add("line %d: sourceCode is list|value".formatted(line.getStartingLineNumber()));
    } else if (code.isPresent()) {
      accepted.add(
          new StudyShelf.Accepted(
              source.substring(0, bar),
              source.substring(bar + 1),
              code.get(),
              relationship(field(line, "equivalence")),
              field(line, "comment")));
    } else if (!field(line, "equivalence").equals("UNMATCHED")) {
      wrong.add(
          "line %d: concept %s is not in the vocabularies of this node"
              .formatted(line.getStartingLineNumber(), field(line, "conceptId")));
    }
  }

  /// The concept Usagi names counts where it names one; else our own columns.
  private Optional<String> target(NamedCsvRecord line) {
    String system = field(line, TARGET_SYSTEM);
    String code = field(line, TARGET_CODE);
    String id = field(line, "conceptId");
    Optional<OmopConcept> concept =
        id.matches("[1-9]\\d{0,17}") ? vocabularies.concept(Long.parseLong(id)) : Optional.empty();
    Optional<OmopConcept> ours =
        system.isEmpty() ? Optional.empty() : vocabularies.standard(new Code(system, code));
    if (!system.isEmpty() && (id.isEmpty() || id.equals("0") || ours.equals(concept))) {
      return Optional.of(system + "|" + code);
    }
    return concept.flatMap(known ->
        vocabularies
            .systemOfOmopVocabulary(known.vocabulary())
            .map(url -> url + "|" + known.code()));
  }

  private static String relationship(String equivalence) {
    return switch (equivalence) {
      case "WIDER" -> "wider";
      case "NARROWER" -> "narrower";
      case "INEXACT" -> "inexact";
      default -> "equivalent";
    };
  }

  /// The lines as the CDM's table holds them: those that are decided and have a standard concept,
  /// and concept 0 for the others.
  public String sourceToConceptMap(String study, List<Line> lines) {
    return CodeTables.csv(csv -> {
      csv.writeRecord(
          "source_code",
          "source_concept_id",
          "source_vocabulary_id",
          "source_code_description",
          "target_concept_id",
          "target_vocabulary_id",
          "valid_start_date",
          "valid_end_date",
          "invalid_reason");
      for (Line line : lines) {
        Optional<OmopConcept> concept =
            DraftCodes.code(line.code())
                .filter(code -> line.decided())
                .flatMap(vocabularies::standard);
        csv.writeRecord(
            cut(line.list() + "|" + line.value(), SOURCE_CODE_LENGTH),
            "0",
            cut(study, VOCABULARY_LENGTH),
            cut(line.label(), DESCRIPTION_LENGTH),
            concept.map(known -> Long.toString(known.id())).orElse("0"),
            concept.map(OmopConcept::vocabulary).orElse("None"),
            "1970-01-01",
            "2099-12-31",
            "");
      }
    });
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  private static String field(NamedCsvRecord line, String name) {
    return line.findField(name).map(String::strip).orElse("");
  }
}
