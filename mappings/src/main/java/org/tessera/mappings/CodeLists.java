package org.tessera.mappings;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;

/// A study's code lists: which values a cell may hold and what they mean in standard codes.
public final class CodeLists {
  private static final List<String> HEADER =
      List.of("list", "value", "label", "system", "code", "display", "relationship", "comment");

  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  private final Vocabularies vocabularies;
  private final Map<String, CodeList> lists = new LinkedHashMap<>();

  CodeLists(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
  }

  /// The names of the lists, in the order of the files.
  public Set<String> names() {
    return lists.keySet();
  }

  /// The lines of one list, in the order of the file; none for an unknown list.
  public List<CodeEntry> entries(String list) {
    return Optional.ofNullable(lists.get(list)).map(CodeList::entries).orElse(List.of());
  }

  /// The value a cell's text stands for in a list, whether it is the value or its label.
  public Optional<String> find(String list, String text) {
    return Optional.ofNullable(lists.get(list)).flatMap(found -> found.find(text));
  }

  Optional<CodeList> list(String name) {
    return Optional.ofNullable(lists.get(name));
  }

  /// Adds the lines of a CSV file.
  void read(String file, String text, Problems problems) {
    read(file, text, this::add, problems);
  }

  /// Adds codes that somebody accepted for values the lists already hold; each line says who and
  /// when, in the columns `author` and `date`.
  void readAccepted(String file, String text, Problems problems) {
    read(file, text, this::accept, problems);
  }

  /// What is done with a line of a file.
  private interface Taker {
    void take(String file, int number, NamedCsvRecord line, Problems problems);
  }

  private void read(String file, String text, Taker taker, Problems problems) {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(new StringReader(text))) {
      for (NamedCsvRecord line : csv) {
        int number = (int) line.getStartingLineNumber();
        if (!line.getHeader().containsAll(HEADER.subList(0, 5))) {
          problems.add(file, 1, "the header lacks a column", String.join(",", HEADER));
          return;
        }
        taker.take(file, number, line, problems);
      }
    } catch (CsvParseException | NoSuchElementException e) {
      problems.add(file, 1, "not a code list: " + e.getMessage(), String.join(",", HEADER));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  private void add(String file, int number, NamedCsvRecord line, Problems problems) {
    String list = field(line, "list");
    String value = field(line, "value");
    if (list.isEmpty() || value.isEmpty()) {
      problems.add(file, number, "a code needs its list and its value", "fill both columns");
      return;
    }
    lists.computeIfAbsent(list, CodeList::new).add(entry(file, number, line, problems));
  }

  private void accept(String file, int number, NamedCsvRecord line, Problems problems) {
    String list = field(line, "list");
    String value = field(line, "value");
    CodeList known = lists.get(list);
    if (known == null || known.concept(value).isEmpty()) {
      problems.add(
          file,
          number,
          "the list \"" + list + "\" has no value \"" + value + "\"",
          "take the line out, or add the value to the list first");
      return;
    }
    if (field(line, "author").isEmpty() || !DAY.matcher(field(line, "date")).matches()) {
      problems.add(
          file,
          number,
          "an accepted code names who accepted it and when",
          "author,date: a.b,2026-01-31");
    }
    known.accept(entry(file, number, line, problems));
  }

  private CodeEntry entry(String file, int number, NamedCsvRecord line, Problems problems) {
    Optional<Code> code = code(line);
    code.filter(known -> !vocabularies.contains(known))
        .ifPresent(unknown ->
            problems.add(
                file,
                number,
                "the code " + unknown.system() + "|" + unknown.value() + " is not known",
                "correct it, or add it to vocabularies/codes"));
    CodeEntry.Relationship relationship = relationship(file, number, line, problems);
    if (code.isEmpty() != (relationship == CodeEntry.Relationship.UNMATCHED)) {
      problems.add(
          file, number, "only an unmatched value has no code", "give a code, or write unmatched");
    }
    String own = field(line, "display");
    String display = own.isEmpty() ? code.flatMap(vocabularies::sharedDisplay).orElse("") : own;
    String value = field(line, "value");
    String label = field(line, "label").isEmpty() ? value : field(line, "label");
    return new CodeEntry(
        field(line, "list"), value, label, code, display, relationship, field(line, "comment"));
  }

  private Optional<Code> code(NamedCsvRecord line) {
    String system = field(line, "system");
    String code = field(line, "code");
    return system.isEmpty() && code.isEmpty()
        ? Optional.empty()
        : Optional.of(new Code(vocabularies.canonicalSystem(system), code));
  }

  private static CodeEntry.Relationship relationship(
      String file, int number, NamedCsvRecord line, Problems problems) {
    String word = field(line, "relationship").toUpperCase(Locale.ROOT);
    if (word.isEmpty()) {
      return field(line, "code").isEmpty()
          ? CodeEntry.Relationship.UNMATCHED
          : CodeEntry.Relationship.EQUIVALENT;
    }
    for (CodeEntry.Relationship known : CodeEntry.Relationship.values()) {
      if (known.name().equals(word)) {
        return known;
      }
    }
    problems.add(
        file,
        number,
        "the relationship \"" + field(line, "relationship") + "\" is not known",
        "equivalent, wider, narrower, inexact or unmatched");
    return CodeEntry.Relationship.INEXACT;
  }

  private static String field(NamedCsvRecord line, String name) {
    return line.findField(name).map(String::strip).orElse("");
  }
}
