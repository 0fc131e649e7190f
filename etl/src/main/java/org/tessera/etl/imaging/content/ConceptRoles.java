package org.tessera.etl.imaging.content;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;

/// What the content items of a Structured Report mean: `mappings/dicom/report-concepts.csv`.
final class ConceptRoles {
  private static final String FILE = "report-concepts.csv";

  private final Map<CodedConcepts.Name, Role> roles = new HashMap<>();

  enum Role {
    REPORT,
    MEASUREMENTS,
    EVALUATIONS,
    GROUP,
    TRACKING,
    TRACKING_UID,
    CATEGORY,
    FINDING,
    SITE,
    LATERALITY,
    TOPOGRAPHY,
    METHOD,
    DERIVATION,
    ALGORITHM_NAME,
    ALGORITHM_VERSION,
    ALGORITHM_FAMILY,
    SEGMENT,
    SOURCE_SERIES,
    /// What no line of the table names.
    NONE;

    private static Optional<Role> of(String word) {
      for (Role role : values()) {
        if (role != NONE && role.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
          return Optional.of(role);
        }
      }
      return Optional.empty();
    }
  }

  ConceptRoles(RuleFiles files, Problems problems) {
    for (RuleNode.Fields row : files.rows(FILE, problems)) {
      Optional<Role> role = Role.of(row.text("role", ""));
      if (role.isEmpty()) {
        problems.add(row, "no such role", "one of report, measurements, group, finding, …");
        continue;
      }
      roles.put(
          new CodedConcepts.Name(row.text("designator", ""), row.text("code", "")), role.get());
    }
  }

  Optional<Role> of(Optional<CodedConcepts.Name> name) {
    return name.map(roles::get);
  }
}
