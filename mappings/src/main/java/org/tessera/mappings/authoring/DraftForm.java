package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.mappings.Column;

/// One form of a draft.
final class DraftForm {
  /// The tab, or the stem of the file.
  final String name;

  final List<String> sheets = new ArrayList<>();
  final List<String> key = new ArrayList<>();
  final List<DraftColumn> columns = new ArrayList<>();

  /// Headings that are known and hold nothing for a study.
  final List<String> ignored = new ArrayList<>();

  DraftForm(String name) {
    this.name = name;
  }

  Optional<DraftColumn> role(String role) {
    return columns.stream().filter(column -> column.is(role)).findFirst();
  }

  /// The date a row is about: the first date that is nobody's birth.
  Optional<DraftColumn> date() {
    return columns.stream()
        .filter(column -> column.type == Column.Type.DATE && !column.identifying && !column.ignored)
        .findFirst();
  }
}
