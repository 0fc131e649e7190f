package org.tessera.etl.imaging.pull;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// What studies of an archive must have, as C-FIND matches them (PS3.4 section C.2.2.2): values,
/// wildcards, ranges of dates and times.
///
/// Archives pass over what they cannot match and answer with everything; so each answer is held
/// against the filter here as well, and one that does not say what was asked for does not pass.
public final class StudyFilter {
  static final int QUERY_LEVEL = 0x00080052;

  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

  private final Map<DictionaryEntry, String> wanted;

  private StudyFilter(Map<DictionaryEntry, String> wanted) {
    this.wanted = wanted;
  }

  /// Reads `KEYWORD=value,KEYWORD=value`; empty for a filter that everything passes.
  ///
  /// @throws IllegalArgumentException naming what is no attribute one can search by
  public static StudyFilter parse(String text) {
    Map<DictionaryEntry, String> wanted = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      String keyword = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      DictionaryEntry entry =
          Dictionary.find(keyword)
              .filter(StudyFilter::isSearchable)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      keyword
                          + " is no attribute that studies are searched by; there are StudyDate,"
                          + " ModalitiesInStudy, StudyDescription, AccessionNumber, PatientID and"
                          + " others of DICOM, by their keywords"));
      if (value.isEmpty()) {
        throw new IllegalArgumentException(keyword + " needs a value: " + keyword + "=VALUE");
      }
      wanted.put(entry, value);
    }
    return new StudyFilter(wanted);
  }

  private static boolean isSearchable(DictionaryEntry entry) {
    if (entry.vrs().isEmpty()) {
      return false;
    }
    return switch (entry.vrs().getFirst()) {
      case AE, AS, CS, DA, DS, DT, IS, LO, LT, PN, SH, ST, TM, UC, UI, UR, UT -> true;
      default -> false;
    };
  }

  /// The same for studies of that day or later, unless a date is asked for already.
  public StudyFilter since(LocalDate day) {
    Map<DictionaryEntry, String> more = new LinkedHashMap<>(wanted);
    more.putIfAbsent(Dictionary.find(Tag.StudyDate).orElseThrow(), DATE.format(day) + "-");
    return new StudyFilter(more);
  }

  /// The same as [#parse(String)] reads it.
  String text() {
    return wanted.entrySet().stream()
        .map(one -> one.getKey().keyword() + "=" + one.getValue())
        .collect(Collectors.joining(","));
  }

  /// Whether everything passes.
  boolean isEmpty() {
    return wanted.isEmpty();
  }

  /// The question.
  DataSet keys() {
    DataSetEdit edit = question("");
    if (wanted.values().stream().anyMatch(value -> value.chars().anyMatch(c -> c > 126))) {
      edit.put(Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 192");
    }
    wanted.forEach((entry, value) -> edit.put(entry.tag(), entry.vrs().getFirst(), value));
    return edit.build();
  }

  /// The question for one study.
  static DataSet study(String uid) {
    return question(uid).build();
  }

  private static DataSetEdit question(String uid) {
    return DataSet.EMPTY
        .edit()
        .put(QUERY_LEVEL, Vr.CS, "STUDY")
        .put(Tag.StudyInstanceUID, Vr.UI, uid)
        .put(StudySize.OF_STUDY, Vr.IS, "");
  }

  /// The keyword of the first attribute by which an answer does not pass.
  Optional<String> unmet(DataSet answer) {
    return wanted.entrySet().stream()
        .filter(one ->
            answer.strings(one.getKey().tag()).stream()
                .noneMatch(value -> matches(one.getKey(), one.getValue(), value)))
        .map(one -> one.getKey().keyword())
        .findFirst();
  }

  private static boolean matches(DictionaryEntry entry, String wanted, String value) {
    Vr vr = entry.vrs().getFirst();
    String said = value.strip();
    if (said.isEmpty()) {
      return false;
    }
    if ((vr == Vr.DA || vr == Vr.TM || vr == Vr.DT) && wanted.contains("-")) {
      String[] ends = wanted.split("-", -1);
      String plain = said.replaceAll("[.:-]", "");
      return ends.length == 2
          && (ends[0].isEmpty() || plain.compareTo(ends[0].strip()) >= 0)
          && (ends[1].isEmpty()
              || plain.startsWith(ends[1].strip())
              || plain.compareTo(ends[1].strip()) <= 0);
    }
    return List.of(wanted.split("\\\\", -1)).stream()
        .anyMatch(one -> pattern(vr, one).matcher(bare(vr, said)).matches());
  }

  /// Archives differ in case; names end in separators or without.
  private static Pattern pattern(Vr vr, String wanted) {
    var expression = new StringBuilder();
    for (char c : bare(vr, wanted.strip()).toCharArray()) {
      expression.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(
        expression.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  private static String bare(Vr vr, String value) {
    return vr == Vr.PN ? value.replaceAll("[\\^=]+$", "").toUpperCase(Locale.ROOT) : value;
  }
}
