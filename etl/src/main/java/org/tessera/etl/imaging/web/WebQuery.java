package org.tessera.etl.imaging.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.Tag;
import org.tessera.etl.imaging.InstanceSearch;

/// The parameters of a search, PS3.18 section 8.3.4.
///
/// @param matches keyword to value
/// @param include tags asked for besides
/// @param everything whether all attributes are asked for
/// @param ignored what was asked by and cannot be
record WebQuery(
    Map<String, String> matches,
    Set<Integer> include,
    boolean everything,
    List<String> ignored,
    int limit,
    int offset) {
  private static final int LIMIT_MAX = 1_000;
  private static final Set<String> OWN =
      Set.of("limit", "offset", "includefield", "fuzzymatching", "accept", "charset");

  static WebQuery of(HttpServletRequest request, InstanceSearch search) {
    Map<String, String> matches = new TreeMap<>();
    Set<Integer> include = new TreeSet<>();
    List<String> ignored = new ArrayList<>();
    boolean everything = false;
    for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
      String name = parameter.getKey();
      if (name.equals("includefield")) {
        for (String field : String.join(",", parameter.getValue()).split(",", -1)) {
          everything |= field.equals("all");
          Tag.parse(field).ifPresent(include::add);
        }
      } else if (!OWN.contains(name)) {
        String keyword = keyword(name);
        if (search.knows(keyword)) {
          matches.put(keyword, parameter.getValue()[0].strip());
        } else {
          ignored.add(keyword.isEmpty() ? "an unknown attribute" : keyword);
        }
      }
    }
    return new WebQuery(
        matches,
        include,
        everything,
        ignored,
        Math.min(LIMIT_MAX, number(request, "limit", LIMIT_MAX)),
        number(request, "offset", 0));
  }

  /// The keyword of `PatientID` or `00100020`; nothing of what somebody sent goes further.
  private static String keyword(String name) {
    Optional<DictionaryEntry> entry = Tag.parse(name).flatMap(Dictionary::find);
    return entry.map(DictionaryEntry::keyword).orElse("");
  }

  private static int number(HttpServletRequest request, String name, int otherwise) {
    String text = request.getParameter(name);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, name + " is no number");
    }
    return Integer.parseInt(text);
  }
}
