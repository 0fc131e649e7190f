package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.List;
import org.tessera.mappings.Column;

/// One column of a draft while it is being guessed.
final class DraftColumn {
  /// The name rules use: letters, digits and `_`.
  final String name;

  /// As it stands in the file.
  final String heading;

  String label;
  Column.Type type = Column.Type.STRING;
  String role = "";
  String required = "o";
  String list = "";
  String unit = "";
  String min = "";
  String max = "";
  String note = "";
  String pattern = "";
  String separator = "";
  boolean identifying;

  /// Known and not mapped.
  boolean ignored;

  /// `system|code` of what is asked, empty while it is a question.
  String code = "";

  final List<String> questions = new ArrayList<>();

  DraftColumn(String name, String heading) {
    this.name = name;
    this.heading = heading;
    this.label = heading;
  }

  boolean is(String wanted) {
    return role.equals(wanted);
  }
}
