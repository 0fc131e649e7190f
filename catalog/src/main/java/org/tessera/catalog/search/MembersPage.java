package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Columns;

/// Looks up a page of patients, and which of their series meet what is asked.
final class MembersPage {
  private static final String STUDY = "ImagingStudy/";

  private final Segments segments;
  private final List<List<Filter>> asked;

  /// @param asked alternatives, of which a series meets one; of none at all every series counts
  MembersPage(Segments segments, List<List<Filter>> asked) {
    this.segments = segments;
    this.asked = asked;
  }

  CohortMembers of(PatientSet patients, int page) throws IOException {
    int found = (int) patients.count();
    int last = new CohortMembers(found, 1, List.of()).pages();
    int shown = Math.clamp(page, 1, last);
    int skipped = (shown - 1) * CohortMembers.SIZE;
    List<CohortMembers.Member> members = new ArrayList<>();
    for (int i = 0; i < segments.all().size() && members.size() < CohortMembers.SIZE; i++) {
      var documents = patients.segments().get(i);
      for (int document = Segments.next(documents, 0);
          document < documents.length() && members.size() < CohortMembers.SIZE;
          document = Segments.next(documents, document + 1)) {
        if (skipped > 0) {
          skipped--;
        } else {
          members.add(member(segments.all().get(i), document));
        }
      }
    }
    return new CohortMembers(found, shown, members);
  }

  private CohortMembers.Member member(Segments.Segment segment, int document) throws IOException {
    var searcher = segments.searcher();
    int number = segment.base() + document;
    List<String> resources = CatalogIndex.resources(searcher, number);
    Map<String, Set<Integer>> meeting = meeting(segment.columns(), document, resources);
    List<CohortMembers.Study> studies =
        resources.stream()
            .filter(resource -> resource.startsWith(STUDY))
            .map(resource ->
                new CohortMembers.Study(
                    resource.substring(STUDY.length()), meeting.getOrDefault(resource, Set.of())))
            .toList();
    String id = searcher.storedFields().document(number).get(CatalogIndex.ID);
    return new CohortMembers.Member(Objects.requireNonNull(id), studies);
  }

  /// By resource, the places of its series that meet.
  private Map<String, Set<Integer>> meeting(Columns columns, int document, List<String> resources) {
    Attributes attributes = segments.attributes();
    Columns.Rows people = columns.rows(Attributes.PATIENT_LEVEL);
    Columns.Rows rows = columns.rows(attributes.level("series"));
    int before = people.group(people.from(document));
    Map<String, Set<Integer>> meeting = new TreeMap<>();
    int place = 0;
    for (int row = rows.from(document); row < rows.to(document) && !rows.isNone(row); row++) {
      boolean another = row == rows.from(document) || rows.group(row) != rows.group(row - 1);
      place = another ? 0 : place + 1;
      if (meets(columns, row)) {
        meeting
            .computeIfAbsent(resources.get(rows.group(row) - before - 1), _ -> new TreeSet<>())
            .add(place);
      }
    }
    return meeting;
  }

  private boolean meets(Columns columns, int row) {
    return asked.isEmpty()
        || asked.stream().anyMatch(filters -> Filter.allFit(filters, columns, row));
  }
}
